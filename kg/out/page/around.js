// The neighbourhood of an actor has a small layout of its own: the actor in the middle, everybody else with room for a name.
// It is worked out from the places on the large map and from the links alone, so that it is the same each time.

const HOME = nodes.map(({ x, y }) => ({ x, y }));
const GAP = 150; // between two nodes
const MOST_AROUND = 250;

function placeNode(node, { x, y }) {
  Object.assign(nodes[node], { x, y });
  const drawn = view.network?.body.nodes[node];
  if (drawn) Object.assign(drawn, { x, y });
}

function placeAll() {
  const shown = nodes.filter(({ id }) => visible.nodes[id]).map(({ id }) => id);
  nodes.forEach(({ id }) => placeNode(id, HOME[id]));
  if (state.focus < 0 || shown.length > MOST_AROUND) return;
  const places = placesAround(shown);
  shown.forEach((node, index) => placeNode(node, places[index]));
}

// Who stands how far from the middle, and who pulls whom.
function linksOf(shown) {
  const at = new Map(shown.map((node, index) => [node, index]));
  const links = visible.edges.map((edge) => [at.get(edge.from), at.get(edge.to)]);
  for (const edge of visible.edges) {
    for (const claim of edge.shown) if (claims.speaker[claim] >= 0) links.push([at.get(claims.speaker[claim]), at.get(edge.from)]);
  }
  return links.filter(([one, two]) => one !== two);
}

function ringsOf(shown, links) {
  const rings = shown.map((node) => (node === state.focus ? 0 : Infinity));
  for (let ring = 1; ring <= 4; ring += 1) {
    for (const [one, two] of links) {
      if (rings[one] === ring - 1) rings[two] = Math.min(rings[two], ring);
      if (rings[two] === ring - 1) rings[one] = Math.min(rings[one], ring);
    }
  }
  return rings.map((ring) => Math.min(ring, 4));
}

function placesAround(shown) {
  const links = linksOf(shown);
  const rings = ringsOf(shown, links);
  const centre = HOME[state.focus];
  const angle = (node) => Math.atan2(HOME[node].y - centre.y, HOME[node].x - centre.x);
  const places = shown.map(() => ({ x: 0, y: 0 }));
  const order = shown.map((_, index) => index).filter((index) => rings[index] > 0).sort((a, b) => angle(shown[a]) - angle(shown[b]) || a - b);
  const reach = GAP * Math.max(1, Math.sqrt(shown.length) / 2.4);
  order.forEach((index, place) => {
    const turn = (place / order.length) * 2 * Math.PI;
    const far = reach * (0.45 + 0.55 * Math.min(rings[index], 2)) * (place % 2 ? 1 : 0.75); // a zigzag leaves room for names
    places[index] = { x: far * Math.cos(turn), y: far * Math.sin(turn) };
  });
  for (let round = 0; round < 150; round += 1) settle(places, links, rings, 1 - round / 150);
  for (let round = 0; round < 40; round += 1) separate(places, rings);
  return places;
}

// One step of a force layout; the middle stays where it is.
function settle(places, links, rings, heat) {
  const push = places.map(() => ({ x: 0, y: 0 }));
  const force = (one, two, strength) => {
    const [dx, dy] = [places[two].x - places[one].x, places[two].y - places[one].y];
    const distance = Math.hypot(dx, dy) || 1;
    const size = strength(distance) / distance;
    push[one].x -= dx * size;
    push[one].y -= dy * size;
    push[two].x += dx * size;
    push[two].y += dy * size;
  };
  for (let one = 0; one < places.length; one += 1) {
    for (let two = one + 1; two < places.length; two += 1) force(one, two, (distance) => Math.min(GAP, (GAP * GAP) / distance) * 0.9);
  }
  for (const [one, two] of links) force(one, two, (distance) => -(distance * distance) / (GAP * 14));
  push.forEach(({ x, y }, index) => {
    if (rings[index] === 0) return;
    const size = Math.hypot(x, y) || 1;
    const step = Math.min(size, 60 * heat) / size;
    places[index].x += x * step;
    places[index].y += y * step;
  });
}

// Nobody stands on anybody else.
function separate(places, rings) {
  for (let one = 0; one < places.length; one += 1) {
    for (let two = one + 1; two < places.length; two += 1) {
      const [dx, dy] = [places[two].x - places[one].x || 0.01, places[two].y - places[one].y];
      const distance = Math.hypot(dx, dy);
      const lack = (GAP * 0.75 - distance) / 2 / distance;
      if (lack <= 0) continue;
      for (const [index, sign] of [[one, -1], [two, 1]]) {
        if (rings[index] === 0) continue;
        places[index].x += sign * dx * lack;
        places[index].y += sign * dy * lack;
      }
    }
  }
}
