// title: Requests made together
// about: Two actors who ask the same one for action in the same sentence: joint statements, co-signed letters.
// example: kg query joint-requests
MATCH (x:Claim {relation: 'requests_action_from'})-[e:EVIDENCE]->(t:Article)
MATCH (t)<-[f:EVIDENCE]-(y:Claim {relation: 'requests_action_from'})
WHERE x.id < y.id AND e.start = f.start AND e.stop = f.stop
MATCH (a:Actor)<-[:SUBJECT]-(x)-[:OBJECT]->(o:Actor)
MATCH (b:Actor)<-[:SUBJECT]-(y)-[:OBJECT]->(o)
WHERE a.id <> b.id
RETURN a.name AS who, b.name AS together_with, o.name AS asked, e.quote AS quote, t.url AS url, x.id AS claim, y.id AS other_claim
ORDER BY claim, other_claim, url, quote
