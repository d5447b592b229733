// Names on the map.

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
  const centre = (view.hover ?? state.selected)?.node ?? state.focus;
  const pinned = lit ? [...lit.nodes].sort((a, b) => (b === centre) - (a === centre) || actors.articles[b] - actors.articles[a]).slice(0, 60) : [];
  const rest = lit ? [] : state.focus >= 0 ? [state.focus, ...byArticles.filter((node) => node !== state.focus)] : byArticles;
  const shown = [...pinned, ...rest].filter((node) => visible.nodes[node] && inView(node));
  // The most reported may be named across small nodes; every other name has to find a free place.
  const discs = byArticles.filter((node) => visible.nodes[node]).slice(0, 600).map((node) => nodeBox(node, scale));
  const taken = [...discs.slice(0, FIRST), { node: -1, left: width - 56, top: 0, right: width, bottom: PHONE ? 150 : 160 }]; // where the buttons are
  drawnLabels.length = 0;
  ctx.save();
  ctx.lineJoin = 'round';
  ctx.textAlign = 'start';
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
