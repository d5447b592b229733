// The map: vis-network holds the nodes, pans and zooms; what is painted and what is hit is decided here.

const view = { network: null, fit: 1, hover: null, cursor: -1 };
const SMALL = nodes.length <= 150;

// Radius on the screen when everything is in view; it grows with the root of the zoom, so that nothing drowns.
const PHONE = matchMedia('(max-width: 639px)').matches;
const baseRadius = actors.articles.map((count) => (PHONE ? 0.65 : 1) * Math.min(24, (SMALL ? 6 : 3) + (SMALL ? 2.2 : 1.6) * Math.sqrt(count)));
// … and stays below the space between nodes (100 units), so that a crowd does not become a blot.
const radius = (node, scale) => Math.min(40, Math.max(3, baseRadius[node] * Math.sqrt(scale / view.fit)), Math.max(2, 36 * scale * Math.sqrt(baseRadius[node] / 5)));

function startMap() {
  const options = { ...net.options, nodes: { ...net.options.nodes, shape: 'custom', ctxRenderer: nodeRenderer } };
  view.network = new vis.Network(byId('canvas'), { nodes, edges: [] }, options);
  for (const element of byId('canvas').querySelectorAll('[tabindex]')) element.tabIndex = -1;
  view.network.on('beforeDrawing', paintEdges);
  view.network.on('afterDrawing', paintLabels);
  view.network.once('afterDrawing', () => performance.mark('kg:drawn'));
  view.network.on('click', ({ pointer, event }) => choose(hit(pointer.DOM, event.pointerType === 'touch' ? 14 : 7)));
  view.network.on('doubleClick', ({ pointer }) => {
    const found = hit(pointer.DOM);
    if (found?.type === 'node') focusOn(found.node);
  });
  byId('canvas').addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' && !event.buttons) hover(hit({ x: event.offsetX, y: event.offsetY }));
  });
  byId('canvas').addEventListener('pointerleave', () => hover(null));
  view.fit = frame(HOME).scale;
  placeAll();
  fitMap(false);
}

const redraw = () => view.network?.redraw();

function hover(found) {
  const key = (thing) => (thing ? `${thing.type}${thing.node ?? thing.edge}` : '');
  if (key(found) === key(view.hover)) return;
  view.hover = found;
  byId('canvas').classList.toggle('over', found !== null);
  redraw();
}

// The middle of some places, and the scale at which all are in view, with room for names.
function frame(places) {
  const { clientWidth: width, clientHeight: height } = byId('canvas');
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - Math.min(160, width / 4)) / (right - left + 40), (height - 100) / (bottom - top + 40), 1.6);
  return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.005) };
}

function fitMap(animated = true) {
  const shown = nodes.filter((node) => visible.nodes[node.id]);
  if (shown.length === 0 || !view.network) return;
  const { position, scale } = frame(shown);
  move(position, scale, animated);
}

function move(position, scale, animated = true) {
  const still = !animated || matchMedia('(prefers-reduced-motion: reduce)').matches;
  view.network.moveTo({ position, scale, animation: still ? false : { duration: 250, easingFunction: 'easeInOutQuad' } });
}

function zoom(factor) {
  if (view.network) move(view.network.getViewPosition(), Math.min(20, Math.max(0.005, view.network.getScale() * factor)));
}

// Brings a node into view without a jump where it already is.
function reveal(node) {
  if (!view.network) return;
  const { x, y } = view.network.canvasToDOM(nodes[node]);
  const { clientWidth: width, clientHeight: height } = byId('canvas');
  if (x < 60 || y < 60 || x > width - 60 || y > height - 60) move(nodes[node], Math.max(view.network.getScale(), view.fit));
}

// The node or edge at a point of the screen, or null.
function hit(point, reach = 7) {
  const scale = view.network.getScale();
  const { x, y } = view.network.DOMtoCanvas(point);
  let [best, least] = [null, Infinity];
  for (const node of nodes) {
    if (!visible.nodes[node.id]) continue;
    const distance = Math.hypot(node.x - x, node.y - y) * scale - Math.max(radius(node.id, scale), 12);
    if (distance < Math.min(0, least)) [best, least] = [{ type: 'node', node: node.id }, distance];
  }
  if (best) return best;
  least = reach;
  for (const edge of visible.edges) {
    const distance = distanceTo(edge, x, y, scale) * scale;
    if (distance < least) [best, least] = [{ type: 'edge', edge: edge.index }, distance];
  }
  return best;
}

// Both ends of an edge, moved aside for its parallels. The side is taken from the pair, so that A→B and B→A do not swap it.
function ends(edge, scale) {
  const [a, b] = [nodes[edge.from], nodes[edge.to]];
  const [one, two] = edge.from < edge.to ? [a, b] : [b, a];
  const length = Math.hypot(two.x - one.x, two.y - one.y) || 1;
  const aside = (edge.beside * 6) / scale / length;
  const [dx, dy] = [-(two.y - one.y) * aside, (two.x - one.x) * aside];
  return [a.x + dx, a.y + dy, b.x + dx, b.y + dy];
}

function distanceTo(edge, x, y, scale) {
  const [x1, y1, x2, y2] = ends(edge, scale);
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

// The nearest visible node in a direction, for the arrow keys.
function neighbourTowards(node, dx, dy) {
  let [best, least] = [-1, Infinity];
  for (const other of nodes) {
    if (!visible.nodes[other.id] || other.id === node) continue;
    const [x, y] = [other.x - nodes[node].x, other.y - nodes[node].y];
    const ahead = x * dx + y * dy;
    const cost = ahead + 2 * Math.abs(x * dy - y * dx);
    if (ahead > 0 && cost < least) [best, least] = [other.id, cost];
  }
  return best;
}
