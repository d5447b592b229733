// title: All that links an actor with others
// about: Every claim between one actor and any other, denials included (their relation begins with NOT_).
// params: actor:actor
// example: kg query neighbours -p actor="Anies Baswedan"
MATCH (a:Actor {id: $actor})-[r]-(b:Actor)
RETURN b.name AS other, b.kind AS kind, type(r) AS relation,
       CASE WHEN startNode(r).id = $actor THEN 'to' ELSE 'from' END AS direction,
       r.modality AS modality, r.articles AS articles, r.outlets AS outlets, r.claim AS claim
ORDER BY other, relation, direction, claim
