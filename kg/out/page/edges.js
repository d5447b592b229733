// Lines. Widths, dashes and marks are in pixels of the screen at every zoom, so that a denial never looks like a fact.

const DASHES = { solid: [], planned: [1.5, 5], possible: [9, 4, 1.5, 4], negated: [7, 5] };
const MANY = 1500; // visible lines above which most are painted faintly
const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = {};

function readTheme() {
  document.documentElement.dataset.theme = state.theme || (dark.matches ? 'dark' : 'light');
  const style = getComputedStyle(document.documentElement);
  for (const key of ['page', 'text', 'muted', 'link']) theme[key] = style.getPropertyValue(`--${key}`).trim();
  theme.mode = document.documentElement.dataset.theme;
  if (matchMedia('(forced-colors: active)').matches) Object.assign(theme, { page: 'Canvas', text: 'CanvasText', muted: 'CanvasText', link: 'Highlight' });
}
const colour = (entry) => entry.colour[theme.mode];

// What stands out: the hovered thing, else the selected one, with its neighbours; null where nothing does.
function highlight() {
  // Nobody stands out around the actor whose neighbourhood is all there is.
  const middle = state.selected?.type === 'node' && state.selected.node === state.focus;
  const thing = view.hover ?? (middle ? null : state.selected);
  if (!thing) return null;
  const lit = thing.type === 'node' ? edgesOfNode[thing.node].filter((edge) => edge.shown.length) : [edges[thing.edge]].filter((edge) => edge.shown.length);
  const near = new Set(lit.flatMap((edge) => [edge.from, edge.to]));
  if (thing.type === 'node') near.add(thing.node);
  return { edges: lit, nodes: near };
}

// So many lines that only those stand out which two outlets or more report.
const crowded = () => visible.edges.length > MANY && !state.all;

let lit = null;
function paintEdges(ctx) {
  lit = highlight();
  const scale = view.network.getScale();
  ctx.save();
  ctx.lineCap = 'round';
  if (lit) {
    ctx.globalAlpha = visible.edges.length > MANY ? 0.05 : 0.13;
    paintBatches(ctx, visible.edges, scale);
    ctx.globalAlpha = 1;
    paintBatches(ctx, lit.edges, scale, lit.edges.length > 30 ? 0 : 1);
  } else {
    const strong = (edge) => edge.width > 1.5;
    ctx.globalAlpha = crowded() ? 0.14 : 0.9;
    paintBatches(ctx, crowded() ? visible.edges.filter((edge) => !strong(edge)) : visible.edges, scale);
    ctx.globalAlpha = 0.75;
    if (crowded()) paintBatches(ctx, visible.edges.filter(strong), scale);
  }
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
