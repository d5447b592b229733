// The keys: they count only while the map has the focus, so that they take nothing from a screen reader.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let edgeStep = -1;

function mapKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (view.cursor < 0 || !visible.nodes[view.cursor]) view.cursor = byArticles.find((node) => visible.nodes[node]) ?? -1;
  const act = STEPS[event.key] ? () => (event.shiftKey ? pan : step)(...STEPS[event.key]) : {
    Enter: () => view.cursor >= 0 && choose({ type: 'node', node: view.cursor }, { toCard: true }),
    e: () => nextEdge(1),
    E: () => nextEdge(-1),
    f: () => view.cursor >= 0 && focusOn(view.cursor, state.focus === view.cursor ? 2 : 1),
    Backspace: () => state.focus >= 0 && history.back(),
    '+': () => zoom(1.3),
    '-': () => zoom(1 / 1.3),
    0: () => fitMap(),
    t: () => { setTable(true); byId('show-table').focus(); },
    l: () => { byId('legend').open = !byId('legend').open; },
    c: copyLink,
    x: download,
    '?': () => openDialog('keys', showHelp),
    '/': () => byId('search').focus(),
    Escape: () => state.selected && closeCard(),
  }[event.key.length === 1 && event.key !== 'E' ? event.key.toLowerCase() : event.key];
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
  speak(spokenActor(next));
  redraw();
}

function pan(dx, dy) {
  const { x, y } = view.network.getViewPosition();
  const far = 80 / view.network.getScale();
  move({ x: x + dx * far, y: y + dy * far }, view.network.getScale());
}

function nextEdge(direction) {
  const list = view.cursor < 0 ? [] : edgesOfNode[view.cursor].filter((edge) => edge.shown.length);
  if (!list.length) return;
  edgeStep = (Math.max(edgeStep, direction < 0 ? 0 : -1) + direction + list.length) % list.length;
  const node = view.cursor;
  choose({ type: 'edge', edge: list[edgeStep].index });
  view.cursor = node;
}
