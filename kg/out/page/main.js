// Puts it together: what a choice changes, the keys, the address.

function choose(thing, { toCard = false } = {}) {
  if (thing?.type === 'node') view.cursor = thing.node;
  state.selected = thing;
  changed({ push: true, filters: false });
  if (thing?.type === 'node' && visible.nodes[thing.node]) reveal(thing.node);
  if (thing) byId('spoken').textContent = thing.type === 'node' ? spokenActor(thing.node) : edges[thing.edge].shown.map((claim) => claims.sentence[claim]).join(' ');
  if (toCard || (thing && byId('table').contains(document.activeElement))) byId('card').querySelector('h2').focus();
}

const spokenActor = (actor) => `${clean(actors.name[actor])}, ${kinds[actors.kind[actor]].label}, ${fill('{n} ', { n: actors.articles[actor] })}${words.articles}`;

function closeCard() {
  state.selected = null;
  changed({ push: true, filters: false });
  (state.table ? byId('table').querySelector('button') : byId('map')).focus();
}

function focusOn(actor, hops = 1) {
  Object.assign(state, { focus: actor, hops });
  if (actor >= 0) Object.assign(state, { selected: { type: 'node', node: actor }, table: false });
  changed({ push: true });
  fitMap();
}

function onlySaidBy(actor) {
  reset();
  Object.assign(state, { by: actor, focus: -1, selected: null, table: true });
  changed({ push: true });
}

function setTable(on) {
  state.table = on;
  changed({ push: true, filters: false });
}

// Everything that depends on the state, and the address of the new view.
function changed({ push, filters = true }) {
  show(filters);
  history[push ? 'pushState' : 'replaceState'](null, '', address());
}

function show(filters = true) {
  if (filters) {
    applyFilters();
    showFilters();
  }
  byId('map').hidden = byId('zoom').hidden = byId('legend').hidden = state.table;
  byId('table').hidden = !state.table;
  byId('show-map').setAttribute('aria-pressed', String(!state.table));
  byId('show-table').setAttribute('aria-pressed', String(state.table));
  showSummary();
  showCard();
  showTable();
  redraw();
}

function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = !text;
}

function openAddress() {
  const unknown = follow(location.hash);
  const reduced = data.claimsInAll > claims.id.length ? fill(words.reduced, { k: claims.id.length, K: data.claimsInAll }) : '';
  notice([reduced, unknown.length ? fill(words.bad_link, { x: unknown.join(' ') }) : ''].filter(Boolean).join(' '));
  show();
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let edgeStep = -1;

function mapKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (view.cursor < 0 || !visible.nodes[view.cursor]) view.cursor = byArticles.find((node) => visible.nodes[node]) ?? -1;
  const act = STEPS[event.key] ? () => step(...STEPS[event.key]) : {
    Enter: () => view.cursor >= 0 && choose({ type: 'node', node: view.cursor }, { toCard: true }),
    e: () => nextEdge(1),
    E: () => nextEdge(-1),
    f: () => view.cursor >= 0 && focusOn(view.cursor, state.focus === view.cursor ? 2 : 1),
    Backspace: () => history.back(),
    '+': () => zoom(1.3),
    '-': () => zoom(1 / 1.3),
    0: () => fitMap(),
    t: () => { setTable(true); byId('show-table').focus(); },
    '/': () => byId('search').focus(),
    Escape: () => state.selected && closeCard(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function step(dx, dy) {
  const next = neighbourTowards(view.cursor, dx, dy);
  if (next < 0) return;
  view.cursor = next;
  edgeStep = -1;
  reveal(next);
  byId('spoken').textContent = spokenActor(next);
  redraw();
}

function nextEdge(direction) {
  const list = view.cursor < 0 ? [] : edgesOfNode[view.cursor].filter((edge) => edge.shown.length);
  if (!list.length) return;
  edgeStep = (edgeStep + direction + list.length) % list.length;
  const node = view.cursor;
  choose({ type: 'edge', edge: list[edgeStep].index });
  view.cursor = node;
}

function listen() {
  const click = (id, act) => byId(id).addEventListener('click', act);
  click('show-map', () => setTable(false));
  click('show-table', () => setTable(true));
  click('csv', download);
  click('copy', async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      byId('copy').textContent = words.copied;
      setTimeout(() => { byId('copy').textContent = words.copy_link; }, 1500);
    } catch {
      notice(location.href);
    }
  });
  click('open-about', () => { showAbout(); byId('about').showModal(); });
  click('zoom-in', () => zoom(1.3));
  click('zoom-out', () => zoom(1 / 1.3));
  click('fit', () => fitMap());
  click('skip-table', (event) => { event.preventDefault(); setTable(true); byId('table').querySelector('button').focus(); });
  click('skip-search', (event) => { event.preventDefault(); byId('search').focus(); });
  byId('map').addEventListener('keydown', mapKey);
  byId('card').addEventListener('keydown', (event) => event.key === 'Escape' && state.selected && closeCard());
  addEventListener('popstate', openAddress);
  dark.addEventListener('change', () => { readTheme(); show(); });
}

readTheme();
if (PHONE) byId('filters').querySelector('details').open = false;
openAddress();
try {
  startMap();
} catch (error) {
  console.error(error);
  notice(words.failed);
  setTable(true);
}
if (state.focus >= 0) fitMap(false);
byId('legend').querySelector('div').replaceChildren(...legendList());
startSearch();
listen();
// For tests: what is shown, and nothing that can change it.
window.kg = Object.freeze({
  state: address,
  visible: () => ({ actors: visible.nodeCount, claims: visible.claimCount, edges: visible.edges.length }),
  labels: () => drawnLabels.map(({ left, top, right, bottom, text }) => ({ left, top, right, bottom, text })),
  place: (actor) => view.network.canvasToDOM(nodes[actor]),
  middle: (edge) => {
    const [x1, y1, x2, y2] = ends(edges[edge], view.network.getScale());
    return view.network.canvasToDOM({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 });
  },
});
