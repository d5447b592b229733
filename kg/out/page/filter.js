// Which claims, edges and actors are visible. A filter removes; the counts beside a choice say what it would show.

const visible = { claims: new Uint8Array(claims.id.length), edges: [], nodes: new Uint8Array(nodes.length), claimCount: 0, nodeCount: 0 };
const counts = {};
const against = new Uint16Array(claims.id.length);
const AGAINST = { groups: 1, kinds: 2, by: 4, polarity: 8, modality: 16, least: 32, outlet: 64, sure: 128, dates: 256, disputed: 512, verified: 1024 };

// What is affirmed by some and denied by others.
const propositionOf = (claim) => `${claims.subject[claim]} ${claims.relation[claim]} ${claims.object[claim]}`;
const disputed = new Uint8Array(claims.id.length);
{
  const sides = new Map();
  claims.id.forEach((_, claim) => {
    const key = propositionOf(claim);
    sides.set(key, (sides.get(key) ?? 0) | (claims.polarity[claim] === 'negated' ? 2 : 1));
  });
  claims.id.forEach((_, claim) => { disputed[claim] = sides.get(propositionOf(claim)) === 3 ? 1 : 0; });
}

// The first and the last day that a date of any precision can mean; both have one length, so that text comparison orders them.
const firstDay = (date) => date + '-01-01'.slice(date.length - 4);
const lastDay = (date) => date + '-12-31'.slice(date.length - 4);

function inDates(claim) {
  if (!state.from && !state.to) return true;
  if (!claims.first[claim]) return state.undated;
  return (!state.to || firstDay(claims.first[claim]) <= lastDay(state.to)) && (!state.from || lastDay(claims.last[claim]) >= firstDay(state.from));
}

function saidBy(claim) {
  const speaker = claims.speaker[claim];
  return { anybody: true, newsroom: speaker < 0, somebody: speaker >= 0 }[state.by] ?? speaker === state.by;
}

// The filters that a claim does not pass, as bits.
function failing(claim) {
  const kindsPass = state.kinds.has(actors.kind[claims.subject[claim]]) && state.kinds.has(actors.kind[claims.object[claim]]);
  return (state.groups.has(relations[claims.relation[claim]].group) ? 0 : AGAINST.groups)
    | (kindsPass ? 0 : AGAINST.kinds)
    | (saidBy(claim) ? 0 : AGAINST.by)
    | (state.polarity.has(claims.polarity[claim]) ? 0 : AGAINST.polarity)
    | (state.modality.has(claims.modality[claim]) ? 0 : AGAINST.modality)
    | (claims.outlets[claim] >= state.least || state.least === 1 ? 0 : AGAINST.least)
    | (claims.places[claim].some((outlet) => state.outlet.has(outlets[outlet])) ? 0 : AGAINST.outlet)
    | (claims.confidence[claim] >= state.sure ? 0 : AGAINST.sure)
    | (inDates(claim) ? 0 : AGAINST.dates)
    | (!state.disputed || disputed[claim] ? 0 : AGAINST.disputed)
    | (!state.verified || claims.verified[claim] ? 0 : AGAINST.verified);
}

function count(claim, failed) {
  const add = (flag, value) => {
    if ((failed & ~AGAINST[flag]) === 0) counts[flag].set(value, (counts[flag].get(value) ?? 0) + 1);
  };
  add('groups', relations[claims.relation[claim]].group);
  for (const kind of new Set([actors.kind[claims.subject[claim]], actors.kind[claims.object[claim]]])) add('kinds', kind);
  add('polarity', claims.polarity[claim]);
  add('modality', claims.modality[claim]);
  for (const outlet of claims.places[claim]) add('outlet', outlets[outlet]);
  if (disputed[claim]) add('disputed', true);
  if (claims.verified[claim]) add('verified', true);
}

function neighbourhood() {
  const near = new Set([state.focus]);
  for (let hop = 0; hop < state.hops; hop += 1) {
    for (const node of [...near]) {
      for (const edge of edgesOfNode[node]) {
        if (edge.claims.some((claim) => visible.claims[claim])) near.add(edge.from).add(edge.to);
      }
    }
  }
  return near;
}

function applyFilters() {
  for (const flag of [...Object.keys(FLAGS), 'disputed', 'verified']) counts[flag] = new Map();
  for (let claim = 0; claim < claims.id.length; claim += 1) {
    const failed = failing(claim);
    visible.claims[claim] = failed === 0 ? 1 : 0;
    against[claim] = failed;
  }
  const near = state.focus >= 0 ? neighbourhood() : null;
  against.forEach((failed, claim) => {
    if (!near || (near.has(claims.subject[claim]) && near.has(claims.object[claim]))) count(claim, failed);
  });
  visible.nodes.fill(0);
  visible.edges = [];
  visible.claimCount = 0;
  for (const edge of edges) {
    const inside = !near || (near.has(edge.from) && near.has(edge.to));
    if (!inside) for (const claim of edge.claims) visible.claims[claim] = 0;
    edge.shown = edge.claims.filter((claim) => visible.claims[claim]);
    if (edge.shown.length === 0) continue;
    visible.claimCount += edge.shown.length;
    visible.edges.push(edge);
    visible.nodes[edge.from] = 1;
    visible.nodes[edge.to] = 1;
    dress(edge);
    // Who only speaks has no line, but is on the map all the same.
    for (const claim of edge.shown) if (claims.speaker[claim] >= 0) visible.nodes[claims.speaker[claim]] = 1;
  }
  if (state.focus >= 0) visible.nodes[state.focus] = 1;
  visible.nodeCount = visible.nodes.reduce((sum, shown) => sum + shown, 0);
  arrange();
}

// How strongly a claim speaks for drawing its edge as a plain fact; the least comes first.
function rank(claim) {
  if (claims.polarity[claim] === 'negated') return 4;
  return { actual: claims.speaker[claim] < 0 ? 0 : 1, planned: 2, possible: 3 }[claims.modality[claim]];
}

// An edge looks like its strongest claim; one that is affirmed and denied says so.
function dress(edge) {
  const best = edge.shown.reduce((one, other) => (rank(other) < rank(one) ? other : one));
  const outletCount = Math.max(...edge.shown.map((claim) => claims.outlets[claim]));
  edge.dash = ['solid', 'solid', 'planned', 'possible', 'negated'][rank(best)];
  edge.said = claims.speaker[best] >= 0;
  edge.disputed = edge.shown.some((claim) => disputed[claim]);
  edge.width = outletCount >= 4 ? 2.75 : outletCount >= 2 ? 2 : 1.25;
}

// Parallel edges of a pair lie beside each other.
function arrange() {
  const pairs = new Map();
  for (const edge of visible.edges) {
    const pair = Math.min(edge.from, edge.to) * nodes.length + Math.max(edge.from, edge.to);
    pairs.set(pair, [...(pairs.get(pair) ?? []), edge]);
  }
  for (const list of pairs.values()) list.forEach((edge, index) => { edge.beside = index - (list.length - 1) / 2; });
}

// The filters that are on, in words, each with what takes it off.
function activeFilters() {
  const list = (flag, texts) => `${words[flag]}: ${texts.length ? texts.slice(0, 4).join(', ') + (texts.length > 4 ? ` +${texts.length - 4}` : '') : words.nothing_chosen}`;
  const text = {
    groups: (value) => label(groups[value]), kinds: (value) => label(kinds[value]), outlet: outletName, polarity: (value) => words[value], modality: (value) => words[value],
  };
  const titles = { groups: 'relations', kinds: 'kinds', outlet: 'outlets', polarity: 'polarity', modality: 'modality' };
  const found = Object.keys(FLAGS).filter((flag) => state[flag].size < FLAGS[flag].length).map((flag) => ({
    key: flag, text: list(titles[flag], FLAGS[flag].filter((value) => state[flag].has(value)).map(text[flag])), clear: () => { state[flag] = new Set(FLAGS[flag]); } }));
  const add = (on, key, words_, values) => on && found.push({ key, text: words_, clear: () => Object.assign(state, values) });
  add(state.by !== 'anybody', 'by', `${words.says_who}: ${typeof state.by === 'number' ? short(actors.name[state.by], 40) : words[state.by]}`, { by: 'anybody' });
  add(state.least > 1, 'least', `${words.outlets_at_least}: ${state.least}`, { least: 1 });
  add(state.sure, 'sure', `${words.confidence}: ${words[`confidence_${SURE.indexOf(state.sure) + 1}`]}`, { sure: 0 });
  add(state.disputed, 'disputed', words.only_disputed, { disputed: false });
  add(state.verified, 'verified', words.only_verified, { verified: false });
  add(state.from || state.to, 'dates', `${words.dates}: ${state.from ? day(state.from) : '…'} – ${state.to ? day(state.to) : '…'}`, { from: '', to: '', undated: false });
  return found;
}

// Where nothing is left: the filter without which most claims would show, and how many.
function bestToClear() {
  const gains = activeFilters().map((filter) => ({ ...filter, claims: against.reduce((sum, failed) => sum + (failed === AGAINST[filter.key] ? 1 : 0), 0) }));
  return gains.sort((a, b) => b.claims - a.claims)[0];
}
