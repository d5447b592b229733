// title: Who asks an actor for action
// about: Requests, demands and appeals to one actor, the latest first, each with the sentence that shows it best.
// params: actor:actor, since:date?
// example: kg query asks -p actor=KPU -p since=2024-02-01
MATCH (a:Actor)-[r:REQUESTS_ACTION_FROM]->(b:Actor {id: $actor})
WHERE $since IS NULL OR r.last >= date($since)
RETURN a.name AS who, r.modality AS modality, coalesce(toString(r.last), r.last_text, '') AS last,
       r.articles AS articles, r.outlets AS outlets, r.quote AS quote, r.claim AS claim
ORDER BY last DESC, claim
