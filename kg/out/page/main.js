// Puts it together: what a choice changes, and the address.

const speak = (text) => { byId('spoken').textContent = clean(text); };

function choose(thing, { toCard = false } = {}) {
  if (thing?.type === 'node') view.cursor = thing.node;
  const inTable = byId('table').contains(document.activeElement);
  state.selected = thing;
  changed({ push: true, filters: false });
  if (thing?.type === 'node' && visible.nodes[thing.node]) reveal(thing.node);
  if (thing) speak(thing.type === 'node' ? spokenActor(thing.node) : edges[thing.edge].shown.map(sentence).join(' '));
  if (thing && (toCard || inTable)) byId('card').querySelector('h2').focus();
}

function spokenActor(actor) {
  const lines = edgesOfNode[actor].reduce((sum, edge) => sum + edge.shown.length, 0);
  return `${actors.name[actor]}, ${label(kinds[actors.kind[actor]])}, ${fill(words.article_count, { n: actors.articles[actor] })}, ${fill(words.claim_count, { n: lines })}`;
}

function closeCard() {
  state.selected = null;
  changed({ push: true, filters: false });
  (state.table ? byId('table').querySelector('button') : byId('map')).focus();
}

function focusOn(actor, hops = 1) {
  Object.assign(state, { focus: actor, hops });
  if (actor >= 0) Object.assign(state, { selected: { type: 'node', node: actor }, table: false });
  changed({ push: true });
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
let spokenLater = 0;
function changed({ push, filters = true }) {
  show(filters);
  history[push ? 'pushState' : 'replaceState'](null, '', address());
  if (!filters) return;
  clearTimeout(spokenLater);
  spokenLater = setTimeout(() => speak(summary()), 500);
}

let placed = '-1 1';
function show(filters = true) {
  if (filters) {
    applyFilters();
    showFilters();
    showDates();
  }
  for (const id of ['map', 'zoom', 'legend', 'open-map']) byId(id).hidden = state.table;
  byId('table').hidden = !state.table;
  byId('show-map').setAttribute('aria-pressed', String(!state.table));
  byId('show-table').setAttribute('aria-pressed', String(state.table));
  showSummary();
  showLegend();
  showCard();
  showTable();
  placeFocus();
  redraw();
}

// The places change with the neighbourhood that is looked at, and with nothing else.
function placeFocus() {
  const now = `${state.focus} ${state.hops}`;
  if (now === placed) return;
  placed = now;
  placeAll();
  fitMap(false);
}

function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = !text;
}

function openAddress() {
  const unknown = follow(location.hash);
  notice(unknown.length ? fill(words.bad_link, { x: unknown.join(' ') }) : '');
  translate();
  show();
}

async function copied(text, button) {
  const label_ = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = label_; }, 1500);
  } catch {
    notice(text); // where the browser forbids it, the address can be copied by hand
  }
}
const copyLink = () => copied(location.href, byId('copy'));

// The address of one quote.
function linkTo(piece, button) {
  const { selected } = state;
  state.selected = { type: 'edge', statement: piece.id };
  copied(`${location.href.split('#')[0]}${address()}`, button);
  state.selected = selected;
}

// The words of the page itself, in the language that was chosen.
function translate() {
  words = data.words[state.lang];
  document.documentElement.lang = state.lang;
  document.title = words.title;
  readTheme();
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = words[element.dataset.word];
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', words[element.dataset.label]);
  for (const element of document.querySelectorAll('[data-lang]')) element.setAttribute('aria-pressed', String(element.dataset.lang === state.lang));
  byId('map').setAttribute('aria-roledescription', words.map_role);
  byId('search').placeholder = words.search;
}

function setting(values) {
  Object.assign(state, values);
  speak('');
  translate();
  changed({ push: false });
}

function openMap(open) {
  document.body.classList.toggle('full', open);
  byId('open-map').setAttribute('aria-pressed', String(open));
  view.network?.setSize('100%', '100%');
  fitMap(false);
}

function listen() {
  const click = (id, act) => byId(id).addEventListener('click', act);
  click('show-map', () => setTable(false));
  click('show-table', () => setTable(true));
  click('csv', download);
  click('copy', copyLink);
  click('theme', () => setting({ theme: theme.mode === 'dark' ? 'light' : 'dark' }));
  for (const button of document.querySelectorAll('[data-lang]')) button.addEventListener('click', () => setting({ lang: button.dataset.lang }));
  click('open-about', () => openDialog('about', showAbout));
  click('open-keys', () => openDialog('keys', showHelp));
  click('open-map', () => openMap(!document.body.classList.contains('full')));
  click('zoom-in', () => zoom(1.3));
  click('zoom-out', () => zoom(1 / 1.3));
  click('fit', () => fitMap());
  click('skip-table', (event) => { event.preventDefault(); setTable(true); byId('table').querySelector('button').focus(); });
  click('skip-search', (event) => { event.preventDefault(); byId('search').focus(); });
  byId('map').addEventListener('keydown', mapKey);
  for (const kind of ['focus', 'blur']) byId('map').addEventListener(kind, redraw);
  byId('card').addEventListener('keydown', (event) => event.key === 'Escape' && state.selected && closeCard());
  addEventListener('popstate', openAddress);
  dark.addEventListener('change', () => { readTheme(); show(); });
}

openAddress();
try {
  startMap();
} catch (error) {
  console.error(error);
  notice(words.failed);
  setTable(true);
}
if (PHONE) byId('filters').querySelector('details').open = false;
startSearch();
startPrint();
listen();
// For tests: what is shown, and nothing that can change it.
window.kg = Object.freeze({
  state: address,
  visible: () => ({ actors: visible.nodeCount, claims: visible.claimCount, edges: visible.edges.length }),
  labels: () => drawnLabels.map(({ left, top, right, bottom, text }) => ({ left, top, right, bottom, text })),
  pick: (x, y) => hit({ x, y }),
  place: (actor) => view.network.canvasToDOM(nodes[actor]),
  middle: (edge) => {
    const [x1, y1, x2, y2] = ends(edges[edge], view.network.getScale());
    return view.network.canvasToDOM({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 });
  },
});
