// What the reader chose. Every view has an address: the part behind #, with defaults left out.

const HOPS = [1, 2, 3];
const FLAGS = {
  groups: Object.keys(groups),
  kinds: Object.keys(kinds),
  polarity: ['affirmed', 'negated'],
  modality: ['actual', 'planned', 'possible'],
};
const PARTS = { groups: 'g', kinds: 'k', polarity: 'pol', modality: 'mod' };
const state = {};

function reset() {
  for (const flag of Object.keys(FLAGS)) state[flag] = new Set(FLAGS[flag]);
  state.by = 'anybody';
  state.outlets = 1;
}
function restart() {
  reset();
  Object.assign(state, { focus: -1, hops: 1, selected: null, table: false });
}
restart();

// An actor in an address: its Wikidata id or kind and name, never an id of ours, which may change.
const reference = (actor) => actors.wikidata[actor] || `${actors.kind[actor]}:${actors.name[actor]}`;
const references = new Map(actors.name.map((_, actor) => [reference(actor), actor]));

function address() {
  const parts = { v: '1' };
  for (const [flag, key] of Object.entries(PARTS)) {
    if (state[flag].size < FLAGS[flag].length) parts[key] = [...state[flag]].sort().join(',');
  }
  if (state.by !== 'anybody') parts.by = typeof state.by === 'number' ? reference(state.by) : state.by;
  if (state.outlets > 1) parts.n = String(state.outlets);
  if (state.focus >= 0) Object.assign(parts, { f: reference(state.focus), h: String(state.hops) });
  if (state.selected?.type === 'node') parts.s = `n:${reference(state.selected.node)}`;
  if (state.selected?.type === 'edge') {
    const edge = edges[state.selected.edge];
    parts.s = `e:${edge.group}:${reference(edge.from)}>${reference(edge.to)}`;
  }
  if (state.table) parts.t = '1';
  return `#${Object.keys(parts).sort().map((key) => `${key}=${encodeURIComponent(parts[key])}`).join('&')}`;
}

// Reads an address into the state; gives the parts that mean nothing here.
function follow(hash) {
  restart();
  const unknown = [];
  for (const part of hash.slice(0, 4000).replace(/^#/, '').split('&').filter(Boolean)) {
    const [key, ...rest] = part.split('=');
    let value = null;
    try {
      value = decodeURIComponent(rest.join('='));
    } catch { /* a broken escape: said below */ }
    if (value === null || !take(key, value)) unknown.push(short(part, 40));
  }
  return unknown;
}

function take(key, value) {
  const flag = Object.keys(PARTS).find((candidate) => PARTS[candidate] === key);
  if (flag) {
    const chosen = value.split(',').filter(Boolean);
    if (!chosen.every((item) => FLAGS[flag].includes(item))) return false;
    state[flag] = new Set(chosen);
    return true;
  }
  const actor = references.get(value);
  switch (key) {
    case 'v': return value === '1';
    case 't': state.table = value === '1'; return true;
    case 'n': state.outlets = Math.max(1, Number.parseInt(value, 10) || 1); return true;
    case 'h': state.hops = HOPS.includes(Number(value)) ? Number(value) : 1; return true;
    case 'f': if (actor !== undefined) state.focus = actor; return actor !== undefined;
    case 'by':
      state.by = actor ?? (['newsroom', 'somebody'].includes(value) ? value : 'anybody');
      return state.by !== 'anybody';
    case 's': state.selected = selection(value); return state.selected !== null;
    default: return false;
  }
}

function selection(value) {
  if (value.startsWith('n:')) {
    const node = references.get(value.slice(2));
    return node === undefined ? null : { type: 'node', node };
  }
  const edge = edges.find((candidate) => value === `e:${candidate.group}:${reference(candidate.from)}>${reference(candidate.to)}`);
  return edge ? { type: 'edge', edge: edge.index } : null;
}
