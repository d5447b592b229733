// Painting. Widths, dashes and marks are in pixels of the screen at every zoom, so that a denial never looks like a fact.

const DASHES = { solid: [], planned: [1.5, 5], possible: [9, 4, 1.5, 4], negated: [7, 5] };
const MANY = 1500; // visible edges above which they are painted faintly
const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = {};

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const key of ['page', 'text', 'muted', 'link']) theme[key] = style.getPropertyValue(`--${key}`).trim();
  theme.mode = dark.matches ? 'dark' : 'light';
}
const colour = (entry) => entry.colour[theme.mode];

// What stands out: the hovered thing, else the selected one, with its neighbours; null where nothing does.
function highlight() {
  const thing = view.hover ?? state.selected;
  if (!thing) return null;
  const lit = thing.type === 'node' ? edgesOfNode[thing.node].filter((edge) => edge.shown.length) : [edges[thing.edge]].filter((edge) => edge.shown.length);
  const near = new Set(lit.flatMap((edge) => [edge.from, edge.to]));
  if (thing.type === 'node') near.add(thing.node);
  return { edges: lit, nodes: near };
}

let lit = null;
function paintEdges(ctx) {
  lit = highlight();
  const scale = view.network.getScale();
  const crowded = visible.edges.length > MANY && scale < view.fit * 2.5;
  ctx.save();
  ctx.lineCap = 'round';
  ctx.globalAlpha = lit ? 0.13 : crowded ? 0.18 : 0.9;
  paintBatches(ctx, visible.edges, scale);
  ctx.globalAlpha = 1;
  if (lit) paintBatches(ctx, lit.edges, scale, 1);
  ctx.restore();
}

// One stroke for all edges of the same look: far quicker than one for each.
function paintBatches(ctx, list, scale, extra = 0) {
  const batches = new Map();
  for (const edge of list) {
    if (edge.from === edge.to) continue;
    const look = `${edge.group} ${edge.dash} ${edge.width}`;
    if (!batches.has(look)) batches.set(look, []);
    batches.get(look).push(edge);
  }
  for (const batch of batches.values()) paintBatch(ctx, batch, scale, extra);
  ctx.setLineDash([]);
  for (const edge of list) if (edge.dash === 'negated' || edge.disputed) paintMark(ctx, edge, scale);
}

function paintBatch(ctx, batch, scale, extra) {
  const { group, dash, width } = batch[0];
  ctx.strokeStyle = ctx.fillStyle = colour(groups[group]);
  ctx.lineWidth = (width + extra) / scale;
  ctx.setLineDash(DASHES[dash].map((length) => length / scale));
  const heads = [];
  ctx.beginPath();
  for (const edge of batch) {
    const [x1, y1, x2, y2] = ends(edge, scale);
    const length = Math.hypot(x2 - x1, y2 - y1) * scale;
    const stop = 1 - Math.min(0.45, (radius(edge.to, scale) + 2) / length);
    const tip = [x1 + (x2 - x1) * stop, y1 + (y2 - y1) * stop];
    ctx.moveTo(x1, y1);
    ctx.lineTo(...tip);
    if (!edge.symmetric && length > 36) heads.push([...tip, Math.atan2(y2 - y1, x2 - x1), edge.said]);
  }
  ctx.stroke();
  ctx.setLineDash([]);
  paintHeads(ctx, heads, (7 + width) / scale);
}

// A filled head is the newsroom's word, an open one somebody's.
function paintHeads(ctx, heads, size) {
  const wings = (x, y, angle) => {
    ctx.moveTo(x - size * Math.cos(angle - 0.42), y - size * Math.sin(angle - 0.42));
    ctx.lineTo(x, y);
    ctx.lineTo(x - size * Math.cos(angle + 0.42), y - size * Math.sin(angle + 0.42));
  };
  ctx.beginPath();
  for (const [x, y, angle, said] of heads) if (!said) wings(x, y, angle);
  ctx.fill();
  ctx.beginPath();
  for (const [x, y, angle, said] of heads) if (said) wings(x, y, angle);
  ctx.stroke();
}

// ⊘ in the middle of a denial, ≠ where a claim is affirmed and denied.
function paintMark(ctx, edge, scale) {
  const [x1, y1, x2, y2] = ends(edge, scale);
  const [x, y, size] = [(x1 + x2) / 2, (y1 + y2) / 2, 7 / scale];
  ctx.strokeStyle = colour(groups[edge.group]);
  ctx.fillStyle = theme.page;
  ctx.lineWidth = 1.75 / scale;
  ctx.beginPath();
  ctx.arc(x, y, size, 0, 2 * Math.PI);
  ctx.fill();
  if (!edge.disputed) ctx.stroke();
  ctx.beginPath();
  const lines = edge.disputed ? [[-0.8, -0.3, 0.8, -0.3], [-0.8, 0.35, 0.8, 0.35], [-0.4, 0.9, 0.4, -0.9]] : [[-0.7, 0.7, 0.7, -0.7]];
  for (const [a, b, c, d] of lines) {
    ctx.moveTo(x + a * size, y + b * size);
    ctx.lineTo(x + c * size, y + d * size);
  }
  ctx.stroke();
}

function polygon(ctx, x, y, r, corners, turn) {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turn + (corner * 2 * Math.PI) / corners;
    ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  ctx.closePath();
}
const SHAPES = {
  circle: (ctx, x, y, r) => ctx.arc(x, y, r, 0, 2 * Math.PI),
  pair: (ctx, x, y, r) => {
    ctx.arc(x - r * 0.55, y, r * 0.75, 0, 2 * Math.PI);
    ctx.moveTo(x + r * 1.3, y);
    ctx.arc(x + r * 0.55, y, r * 0.75, 0, 2 * Math.PI);
  },
  triangle: (ctx, x, y, r) => polygon(ctx, x, y + r * 0.15, r * 1.25, 3, -Math.PI / 2),
  square: (ctx, x, y, r) => ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8),
  hexagon: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.1, 6, 0),
  diamond: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.25, 4, -Math.PI / 2),
  pentagon: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.15, 5, -Math.PI / 2),
};

function nodeRenderer({ ctx, id, x, y }) {
  if (!visible.nodes[id]) return {};
  const scale = view.network ? view.network.getScale() : 1;
  const r = radius(id, scale) / scale;
  return { drawNode: () => paintNode(ctx, id, x, y, r, scale), nodeDimensions: { width: 2 * r, height: 2 * r } };
}

function paintNode(ctx, id, x, y, r, scale) {
  const kind = kinds[actors.kind[id]];
  ctx.save();
  if (lit && !lit.nodes.has(id)) ctx.globalAlpha = 0.22;
  ctx.beginPath();
  SHAPES[kind.shape](ctx, x, y, r);
  ctx.fillStyle = colour(kind);
  ctx.fill();
  ctx.lineWidth = 1.25 / scale;
  ctx.strokeStyle = theme.text;
  ctx.globalAlpha *= 0.6;
  ctx.stroke();
  if ((state.selected?.type === 'node' && state.selected.node === id) || id === view.cursor) {
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.arc(x, y, r + 5 / scale, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5 / scale;
    ctx.strokeStyle = theme.link;
    ctx.stroke();
  }
  ctx.restore();
}

const FIRST = 20;
const widths = new Map();
const drawnLabels = [];
const byArticles = nodes.map((node) => node.id).sort((a, b) => actors.articles[b] - actors.articles[a] || a - b);

// Names compete for space: what is looked at first, then the most reported.
function paintLabels(ctx) {
  const scale = view.network.getScale();
  const { clientWidth: width, clientHeight: height } = byId('canvas');
  const most = SMALL ? nodes.length : scale < view.fit * 1.5 ? 120 : scale < view.fit * 4 ? 300 : 600;
  const inView = (node) => {
    const { x, y } = view.network.canvasToDOM(nodes[node]);
    return x > -20 && y > -20 && x < width + 20 && y < height + 20;
  };
  const centre = (view.hover ?? state.selected)?.node ?? -1;
  const pinned = lit ? [...lit.nodes].sort((a, b) => (b === centre) - (a === centre) || actors.articles[b] - actors.articles[a]).slice(0, 60) : [];
  const rest = lit ? [] : byArticles;
  const shown = [...pinned, ...rest].filter((node) => visible.nodes[node] && inView(node));
  // The most reported may be named across small nodes; every other name has to find a free place.
  const discs = byArticles.filter((node) => visible.nodes[node]).slice(0, 600).map((node) => nodeBox(node, scale));
  const taken = discs.slice(0, FIRST);
  drawnLabels.length = 0;
  ctx.save();
  ctx.lineJoin = 'round';
  ctx.textBaseline = 'middle';
  shown.slice(0, most).forEach((node, order) => {
    if (order === FIRST) taken.push(...discs.slice(FIRST));
    const box = freePlace(ctx, node, scale, taken, node === centre);
    if (box) paintLabel(ctx, node, box, scale);
  });
  ctx.restore();
}

function nodeBox(node, scale) {
  const { x, y } = view.network.canvasToDOM(nodes[node]);
  const r = radius(node, scale);
  return { node, left: x - r, top: y - r, right: x + r, bottom: y + r };
}

const apart = (a, b) => a.left > b.right || a.right < b.left || a.top > b.bottom || a.bottom < b.top;

// A box beside the node where the name lies on nothing, or null; `always` names what is looked at, come what may.
function freePlace(ctx, node, scale, taken, always) {
  const { x, y } = view.network.canvasToDOM(nodes[node]);
  const size = Math.min(15, 11.5 + baseRadius[node] / 8);
  const text = short(actors.name[node]);
  const key = `${node} ${size}`;
  if (!widths.has(key)) {
    ctx.font = `${size}px system-ui, sans-serif`;
    widths.set(key, ctx.measureText(text).width);
  }
  const [w, h, r, edge] = [widths.get(key), size + 3, radius(node, scale) + (node === view.cursor ? 10 : 5), byId('canvas').clientWidth];
  for (const [left, top] of [[x + r, y - h / 2], [x - r - w, y - h / 2], [x - w / 2, y + r], [x - w / 2, y - r - h]]) {
    const box = { node, text, size, left, top, right: left + w, bottom: top + h };
    if (always || (box.left > 2 && box.right < edge - 2 && taken.every((other) => other.node === node || apart(box, other)))) {
      taken.push({ ...box, node: -1 });
      drawnLabels.push(box);
      return box;
    }
  }
  return null;
}

function paintLabel(ctx, node, box, scale) {
  const { x, y } = view.network.DOMtoCanvas({ x: box.left, y: (box.top + box.bottom) / 2 });
  ctx.font = `${box.size / scale}px system-ui, sans-serif`;
  ctx.lineWidth = 3.5 / scale;
  ctx.strokeStyle = theme.page;
  ctx.fillStyle = theme.text;
  ctx.strokeText(box.text, x, y);
  ctx.fillText(box.text, x, y);
}
