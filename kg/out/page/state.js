// What the reader chose. Every view has an address: the part behind #, with defaults left out.

const HOPS = [1, 2, 3];
const SURE = [0, 0.7, 0.85, 0.95]; // the levels that have words
const LANGUAGES = Object.keys(data.words);
const FLAGS = {
  groups: Object.keys(groups),
  kinds: Object.keys(kinds),
  polarity: ['affirmed', 'negated'],
  modality: ['actual', 'planned', 'possible'],
  outlet: outlets,
};
const PARTS = { groups: 'g', kinds: 'k', polarity: 'pol', modality: 'mod', outlet: 'o' };
const SETTINGS = { lang: data.language, theme: '', safe: false, all: false };
const state = { ...SETTINGS };

// All filters off.
function reset() {
  for (const flag of Object.keys(FLAGS)) state[flag] = new Set(FLAGS[flag]);
  Object.assign(state, { by: 'anybody', least: 1, sure: 0, disputed: false, verified: false, from: '', to: '', undated: false });
}
function restart() {
  reset();
  Object.assign(state, SETTINGS, { focus: -1, hops: 1, selected: null, table: false });
}
restart();

// An actor in an address: its Wikidata id or kind and name, never an id of ours, which may change.
const reference = (actor) => actors.wikidata[actor] || `${actors.kind[actor]}:${actors.name[actor]}`;
const references = new Map(actors.name.map((_, actor) => [reference(actor), actor]));
// Another day the actor may have a fuller name, or a Wikidata id: then one of its other names finds it.
actors.name.forEach((own, actor) => {
  for (const other of [own, ...actors.aliases[actor]]) {
    const key = `${actors.kind[actor]}:${other}`;
    if (!references.has(key)) references.set(key, actor);
  }
});

// A list of values, of which one may be empty: the outlet that is not known.
const named = (item) => encodeURIComponent(item) || '-';
const unnamed = (item) => (item === '-' ? '' : decodeURIComponent(item));

function address() {
  const parts = { v: '1' };
  for (const [flag, key] of Object.entries(PARTS)) {
    if (state[flag].size < FLAGS[flag].length) parts[key] = [...state[flag]].map(named).sort().join(',');
  }
  if (state.by !== 'anybody') parts.by = typeof state.by === 'number' ? reference(state.by) : state.by;
  if (state.least > 1) parts.n = String(state.least);
  if (state.sure) parts.c = String(state.sure);
  if (state.disputed) parts.x = '1';
  if (state.verified) parts.ver = '1';
  if (state.from || state.to) parts.d = `${state.from}..${state.to}`;
  if (state.undated) parts.u = '1';
  if (state.focus >= 0) Object.assign(parts, { f: reference(state.focus), h: String(state.hops) });
  if (state.selected) parts.s = selectionText(state.selected);
  if (state.table) parts.t = '1';
  if (state.lang !== data.language) parts.lang = state.lang;
  if (state.theme) parts.th = state.theme[0];
  if (state.safe) parts.cb = '1';
  if (state.all) parts.all = '1';
  return `#${Object.keys(parts).sort().map((key) => `${key}=${encodeURIComponent(parts[key])}`).join('&')}`;
}

function selectionText({ type, node, edge, statement }) {
  if (type === 'node') return `n:${reference(node)}`;
  if (statement) return `c:${statement}`;
  return `e:${edges[edge].group}:${reference(edges[edge].from)}>${reference(edges[edge].to)}`;
}

// Reads an address into the state; gives the parts that mean nothing here.
function follow(hash) {
  restart();
  const unknown = [];
  for (const part of hash.slice(0, 4000).replace(/^#/, '').split('&').filter(Boolean)) {
    const [key, ...rest] = part.split('=');
    let taken = false;
    try {
      taken = take(key, decodeURIComponent(rest.join('=')));
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
    }
    if (!taken) unknown.push(short(part, 40));
  }
  return unknown;
}

const SWITCHES = { t: 'table', u: 'undated', cb: 'safe', all: 'all', x: 'disputed', ver: 'verified' };
function take(key, value) {
  const flag = Object.keys(PARTS).find((candidate) => PARTS[candidate] === key);
  if (flag) return takeFlag(flag, value);
  if (Object.hasOwn(SWITCHES, key)) return set(value === '1', SWITCHES[key], true);
  const actor = references.get(value);
  switch (key) {
    case 'v': return value === '1';
    case 'n': return set(/^[1-9]\d?$/.test(value), 'least', Number(value));
    case 'c': return set(SURE.includes(Number(value)), 'sure', Number(value));
    case 'h': return set(HOPS.includes(Number(value)), 'hops', Number(value));
    case 'd': return takeDates(value);
    case 'f': return set(actor !== undefined, 'focus', actor);
    case 'by': return set(actor !== undefined || ['newsroom', 'somebody'].includes(value), 'by', actor ?? value);
    case 's': state.selected = selection(value); return state.selected !== null;
    case 'lang': return set(LANGUAGES.includes(value), 'lang', value);
    case 'th': return set(['l', 'd'].includes(value), 'theme', { l: 'light', d: 'dark' }[value]);
    default: return false;
  }
}

function set(valid, key, value) {
  if (valid) state[key] = value;
  return valid;
}

function takeFlag(flag, value) {
  const chosen = value ? value.split(',').map(unnamed) : [];
  return set(chosen.every((item) => FLAGS[flag].includes(item)), flag, new Set(chosen));
}

function takeDates(value) {
  const ends = value.split('..');
  const valid = ends.length === 2 && ends.every((end) => !end || DATE.test(end));
  if (valid) [state.from, state.to] = ends;
  return valid;
}

function selection(value) {
  if (value.startsWith('n:')) {
    const node = references.get(value.slice(2));
    return node === undefined ? null : { type: 'node', node };
  }
  if (value.startsWith('c:')) {
    const claim = claimWith(value.slice(2));
    return claim < 0 ? null : { type: 'edge', edge: edgeOfClaim[claim], statement: value.slice(2) };
  }
  const [, group, from, to] = /^e:(\w+):(.*?)>(.*)$/s.exec(value) ?? [];
  const edge = edges.find((candidate) => candidate.group === group
    && candidate.from === references.get(from) && candidate.to === references.get(to));
  return edge ? { type: 'edge', edge: edge.index } : null;
}
