// What the page holds, and the few helpers by which text gets on the screen: as text, never as markup.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read('data');
const net = read('network');
const { actors, articles, claims, words, groups, kinds, relations } = data;
const byId = (id) => document.getElementById(id);

const nodes = net.nodes;
const edges = net.edges.map((edge, index) => ({
  index, from: edge.from, to: edge.to, group: edge.group, claims: edge.claims,
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
  if (speaker >= 0) claimsBySpeaker.set(speaker, [...(claimsBySpeaker.get(speaker) ?? []), claim]);
});

const chunks = new Map();
function evidenceOf(claim) {
  const number = Math.floor(claim / data.chunk);
  if (!chunks.has(number)) chunks.set(number, read(`evidence-${number}`));
  return chunks.get(number)[claim % data.chunk];
}

// Characters that turn or hide the text around them.
const clean = (text) => String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
const short = (text, length = 28) => {
  const letters = [...clean(text).replace(/\s+/g, ' ')];
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : letters.join('');
};
const number = (value) => value.toLocaleString(data.language);
const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (all, key) => (key in values ? (typeof values[key] === 'number' ? number(values[key]) : values[key]) : all));

// el('p', {class: 'muted'}, 'text', otherElement)
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null).map((child) => (child instanceof Node ? child : clean(child))));
  return element;
}
const name = (actor) => el('bdi', {}, actors.name[actor]);

const MONTHS = new Intl.DateTimeFormat(data.language, { month: 'short', timeZone: 'UTC' });
// A date keeps its precision: 2024, 2024-02 or 2024-02-19.
function day(date) {
  if (!date) return words.undated;
  const [, year, month, dayOfMonth] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date) ?? [null, date];
  return [dayOfMonth && Number(dayOfMonth), month && MONTHS.format(new Date(Date.UTC(2000, month - 1, 1))), year].filter(Boolean).join(' ');
}

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
  .replaceAll('oe', 'u').replaceAll('dj', 'j').replaceAll('tj', 'c').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
