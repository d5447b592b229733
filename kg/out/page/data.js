// What the page holds, and the few helpers by which text gets on the screen: as text, never as markup.

// A block of data. Of a file that was cut off or changed on its way nothing is drawn, and the page says so.
function read(id) {
  try {
    return JSON.parse(document.getElementById(id).textContent);
  } catch (error) {
    return broken(error);
  }
}
function broken(error) {
  const notice_ = document.getElementById('notice');
  notice_.textContent = notice_.dataset.broken;
  notice_.hidden = false;
  throw error;
}
const data = read('data');
const net = read('network');
if (net.nodes.length !== data.counts[0] || Object.values(data.claims).some((column) => column.length !== data.counts[1])) broken(new Error('counts differ'));
const { actors, articles, claims, groups, kinds, outlets, parties, relations } = data;
let words = data.words[data.language];
const byId = (id) => document.getElementById(id);
const label = (entry) => entry.label[state.lang];

const nodes = net.nodes;
const edges = net.edges.map((edge, index) => ({
  index, from: edge.from, to: edge.to, group: edge.group, claims: edge.claims, shown: [],
  symmetric: edge.claims.every((claim) => relations[claims.relation[claim]].symmetric),
}));
const edgeOfClaim = new Int32Array(claims.id.length);
for (const edge of edges) for (const claim of edge.claims) edgeOfClaim[claim] = edge.index;
const edgesOfNode = nodes.map(() => []);
for (const edge of edges) {
  edgesOfNode[edge.from].push(edge);
  if (edge.to !== edge.from) edgesOfNode[edge.to].push(edge);
}
const claimsBySpeaker = new Map();
claims.speaker.forEach((speaker, claim) => {
  if (speaker < 0) return;
  if (!claimsBySpeaker.has(speaker)) claimsBySpeaker.set(speaker, []);
  claimsBySpeaker.get(speaker).push(claim);
});

// The only words for what a claim says, on the map, in cards, tables, the CSV file, print and speech.
const sentences = {};
const sentence = (claim) => (sentences[state.lang] ??= read(`sentences-${state.lang}`))[claim];

const chunks = new Map();
function evidenceOf(claim) {
  const chunk = Math.floor(claim / data.chunk);
  if (!chunks.has(chunk)) chunks.set(chunk, read(`evidence-${chunk}`));
  return chunks.get(chunk)[claim % data.chunk];
}

// The claim with the statement of this id, or -1.
function claimWith(statement) {
  return claims.id.findIndex((_, claim) => evidenceOf(claim).some((piece) => piece.id === statement));
}

const supported = (claim) => fill(words.supported, { n: claims.articles[claim], m: claims.outlets[claim], i: claims.independent[claim] });
const outletOf = (piece) => outlets[articles.outlet[piece.article]] ?? '';
const outletName = (outlet) => outlet || words.no_outlet;

// Characters that turn or hide the text around them.
const clean = (text) => String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
const short = (text, length = 28) => {
  const letters = [...clean(text).replace(/\s+/g, ' ')];
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : letters.join('');
};
const number = (value) => value.toLocaleString(state.lang);
// Fills {n} with a value, and {n|article|articles} with the word for that many.
const fill = (template, values) => template
  .replace(/\{(\w+)\|([^|}]*)\|([^|}]*)\}/g, (_, key, one, many) => (values[key] === 1 ? one : many))
  .replace(/\{(\w+)\}/g, (all, key) => (key in values ? (typeof values[key] === 'number' ? number(values[key]) : values[key]) : all));

// el('p', {class: 'muted'}, 'text', otherElement)
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== '').map((child) => (child instanceof Node ? child : clean(child))));
  return element;
}
function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
const name = (actor) => el('bdi', {}, short(actors.name[actor], 200));

const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;
// A date keeps its precision: 2024, 2024-02 or 2024-02-19.
function day(date) {
  if (!date) return words.undated;
  const [, year, month, dayOfMonth] = DATE.exec(date) ?? [null, short(date, 20)];
  const named = month && new Intl.DateTimeFormat(state.lang, { month: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2000, month - 1, 1)));
  return [dayOfMonth && Number(dayOfMonth), named, year].filter(Boolean).join(' ');
}
const period = (first, last) => (first === last ? day(first) : `${day(first)} – ${day(last)}`);

// Only http and https become links, whatever an article says about itself.
function webAddress(url) {
  try {
    const address = new URL(url);
    return ['http:', 'https:'].includes(address.protocol) && !address.username ? address : null;
  } catch {
    return null;
  }
}
// The address of the quote inside the article, which browsers scroll to and mark.
function quoteAddress(address, quote) {
  const encode = (text) => encodeURIComponent(text).replaceAll('-', '%2D');
  const list = quote.trim().split(/\s+/);
  const target = quote.length <= 80 ? encode(list.join(' ')) : `${encode(list.slice(0, 5).join(' '))},${encode(list.slice(-5).join(' '))}`;
  return `${address.href}${address.hash ? '' : '#'}:~:text=${target}`;
}

const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  .replaceAll('oe', 'u').replaceAll('dj', 'j').replaceAll('tj', 'c').replaceAll('y', 'i').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
