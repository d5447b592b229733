// title: What became of the requests to an actor
// about: Who asked an actor for action, as fact, and what that actor is reported to have done with the asker since then;
// about: nothing where nothing is reported.
// params: actor:actor
// example: kg query requests-answered -p actor=KPU
MATCH (a:Actor)-[r:REQUESTS_ACTION_FROM]->(b:Actor {id: $actor})
WHERE r.modality = 'actual'
OPTIONAL MATCH (b)-[d]-(a)
WHERE d.modality = 'actual' AND d.polarity = 'affirmed' AND (d.last >= r.first OR d.last IS NULL OR r.first IS NULL)
  AND (startNode(d).id = b.id OR type(d) IN ['MEETS', 'COORDINATES_WITH', 'ALLIES_WITH'])
RETURN a.name AS who, coalesce(toString(r.first), r.first_text, '') AS asked, r.quote AS request, type(d) AS answer,
       coalesce(toString(d.last), d.last_text, '') AS answered, d.quote AS quote, r.claim AS claim, d.claim AS other_claim
ORDER BY claim, other_claim
