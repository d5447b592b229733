// title: What is said and denied
// about: The same thing affirmed by one voice and denied by another; an empty speaker is the newsroom itself.
// params: actor:actor?
// example: kg query contradictions
MATCH (a:Actor)-[n {polarity: 'negated'}]->(b:Actor)
WHERE $actor IS NULL OR a.id = $actor OR b.id = $actor
MATCH (a)-[y]->(b)
WHERE y.proposition = n.proposition AND y.polarity = 'affirmed'
OPTIONAL MATCH (s:Actor) WHERE s.id = y.speaker
OPTIONAL MATCH (t:Actor) WHERE t.id = n.speaker
RETURN a.name AS who, type(y) AS relation, b.name AS whom, s.name AS said_by, y.quote AS said, t.name AS denied_by,
       n.quote AS denied, y.claim AS claim, n.claim AS denial
ORDER BY claim, denial
