// Which claims, edges and actors are visible. A filter removes; the counts beside a choice say what it would show.

const visible = { claims: new Uint8Array(claims.id.length), edges: [], nodes: new Uint8Array(nodes.length), claimCount: 0, nodeCount: 0 };
const counts = {};
const against = new Uint8Array(claims.id.length);
const AGAINST = { groups: 1, kinds: 2, by: 4, polarity: 8, modality: 16, outlets: 32 };

// The filters that a claim does not pass, as bits.
function failing(claim) {
  const speaker = claims.speaker[claim];
  const said = { anybody: true, newsroom: speaker < 0, somebody: speaker >= 0 }[state.by] ?? speaker === state.by;
  const kindsPass = state.kinds.has(actors.kind[claims.subject[claim]]) && state.kinds.has(actors.kind[claims.object[claim]]);
  return (state.groups.has(relations[claims.relation[claim]].group) ? 0 : AGAINST.groups)
    | (kindsPass ? 0 : AGAINST.kinds)
    | (said ? 0 : AGAINST.by)
    | (state.polarity.has(claims.polarity[claim]) ? 0 : AGAINST.polarity)
    | (state.modality.has(claims.modality[claim]) ? 0 : AGAINST.modality)
    | (claims.outlets[claim] >= state.outlets || state.outlets === 1 ? 0 : AGAINST.outlets);
}

function count(claim, failed) {
  const add = (flag, value) => {
    if ((failed & ~AGAINST[flag]) === 0) counts[flag][value] = (counts[flag][value] ?? 0) + 1;
  };
  add('groups', relations[claims.relation[claim]].group);
  for (const kind of new Set([actors.kind[claims.subject[claim]], actors.kind[claims.object[claim]]])) add('kinds', kind);
  add('polarity', claims.polarity[claim]);
  add('modality', claims.modality[claim]);
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
  for (const flag of Object.keys(FLAGS)) counts[flag] = {};
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
  const sides = new Map();
  for (const claim of edge.shown) {
    const relation = claims.relation[claim];
    sides.set(relation, (sides.get(relation) ?? new Set()).add(claims.polarity[claim]));
  }
  const outlets = Math.max(...edge.shown.map((claim) => claims.outlets[claim]));
  edge.dash = ['solid', 'solid', 'planned', 'possible', 'negated'][rank(best)];
  edge.said = claims.speaker[best] >= 0;
  edge.disputed = [...sides.values()].some((polarities) => polarities.size > 1);
  edge.width = outlets >= 4 ? 2.75 : outlets >= 2 ? 2 : 1.25;
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
