// Nodes: the shape says what an actor is, the colour its party, the size in how many articles it is named.

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

// The colours of an actor: its party's (two where it has two), else the pale one of its kind.
const partyColour = (party) => (state.safe ? party.safe : party.colour);
function fills(actor) {
  const own = actors.parties[actor].map((party) => partyColour(parties[party])).filter(Boolean);
  return own.length ? own : [colour(kinds[actors.kind[actor]])];
}

// Black or white, whichever reads better on a colour.
const inks = new Map();
function inkOn(fill) {
  if (!inks.has(fill)) {
    const [r, g, b] = [1, 3, 5].map((at) => (Number.parseInt(fill.slice(at, at + 2), 16) / 255) ** 2.2);
    inks.set(fill, 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#000000' : '#ffffff');
  }
  return inks.get(fill);
}

function nodeRenderer({ ctx, id }) {
  if (!visible.nodes[id]) return {};
  const scale = view.network ? view.network.getScale() : 1;
  const r = radius(id, scale) / scale;
  return { drawNode: () => paintNode(ctx, id, r, scale), nodeDimensions: { width: 2 * r, height: 2 * r } };
}

function paintNode(ctx, id, r, scale) {
  const { x, y } = nodes[id];
  const shape = SHAPES[kinds[actors.kind[id]].shape];
  const [fill, second] = fills(id);
  ctx.save();
  if (lit && !lit.nodes.has(id)) ctx.globalAlpha = 0.22;
  ctx.beginPath();
  shape(ctx, x, y, r);
  ctx.fillStyle = fill;
  ctx.fill();
  if (second) paintHalf(ctx, shape, x, y, r, second);
  ctx.lineWidth = 1.25 / scale;
  ctx.strokeStyle = theme.text;
  ctx.globalAlpha *= 0.6;
  ctx.stroke();
  ctx.globalAlpha /= 0.6;
  if (r * scale >= 9) paintLetters(ctx, id, r, fill, scale);
  if ((state.selected?.type === 'node' && state.selected.node === id) || (id === view.cursor && document.activeElement === byId('map'))) {
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.arc(x, y, r + 5 / scale, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5 / scale;
    ctx.strokeStyle = theme.link;
    ctx.stroke();
  }
  ctx.restore();
}

function paintHalf(ctx, shape, x, y, r, fill) {
  ctx.save();
  ctx.clip();
  ctx.fillStyle = fill;
  ctx.fillRect(x, y - 2 * r, 2 * r, 4 * r);
  ctx.restore();
  ctx.beginPath();
  shape(ctx, x, y, r);
}

// The letters of a body, as large as fits.
function paintLetters(ctx, id, r, fill, scale) {
  const text = actors.letters[id];
  if (!text) return;
  const size = (r * 2.3) / Math.max(3, text.length);
  if (size * scale < 7) return; // nobody could read them
  ctx.font = `600 ${size}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = inkOn(fill);
  ctx.fillText(text, nodes[id].x, nodes[id].y + r * 0.06);
}
