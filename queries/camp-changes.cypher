// title: Who went over to another camp
// about: Who supported, nominated, campaigned or spoke for, or belonged to one ticket, coalition, team or party, and on a later
// about: day another one of the same kind. For parties that somebody is said to have left, without days, see switchers.
// params: actor:actor?
// example: kg query camp-changes
MATCH (a:Actor)-[x:SUPPORTS|NOMINATES|CAMPAIGNS_FOR|SPEAKS_FOR|MEMBER_OF]->(p:Actor)
WHERE x.modality = 'actual' AND p.kind IN ['ticket', 'coalition', 'team', 'party'] AND ($actor IS NULL OR a.id = $actor)
MATCH (a)-[y:SUPPORTS|NOMINATES|CAMPAIGNS_FOR|SPEAKS_FOR|MEMBER_OF]->(q:Actor)
WHERE y.modality = 'actual' AND q.kind = p.kind AND q.id <> p.id AND x.last < y.first
RETURN a.name AS actor, p.name AS left, type(x) AS was, toString(x.last) AS until, q.name AS joined, type(y) AS became,
       toString(y.first) AS since, x.quote AS quote_left, y.quote AS quote_joined, x.claim AS claim, y.claim AS other_claim
ORDER BY since, claim, other_claim
