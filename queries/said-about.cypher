// title: What others say about an actor
// about: Claims about one actor in somebody else's words.
// params: actor:actor
// example: kg query said-about -p actor="Prabowo Subianto"
MATCH (a:Actor {id: $actor})<-[:SUBJECT|OBJECT]-(c:Claim)-[:SPEAKER]->(s:Actor)
WHERE s.id <> $actor
RETURN s.name AS speaker, c.name AS says, c.modality AS modality, coalesce(toString(c.last), c.last_text, '') AS last,
       c.articles AS articles, c.outlets AS outlets, c.id AS claim
ORDER BY last DESC, claim
