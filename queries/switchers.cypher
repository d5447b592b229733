// title: Who moved from one party to another
// about: People who are said to have left a party (or not to belong to it) and to belong to another one.
// example: kg query switchers
MATCH (a:Actor:Person)-[n:NOT_MEMBER_OF]->(p:Actor:Party)
MATCH (a)-[m:MEMBER_OF]->(q:Actor:Party)
WHERE p.id <> q.id
RETURN a.name AS person, p.name AS left, q.name AS joined, m.modality AS modality, n.quote AS quote_left, m.quote AS quote_joined,
       n.claim AS claim, m.claim AS other_claim
ORDER BY person, claim, other_claim
