// title: Offices and memberships of a person
// about: What a person leads, belongs to, speaks or campaigns for, with the titles that the news gave; denials included.
// params: person:actor
// example: kg query offices -p person="Hasto Kristiyanto"
MATCH (a:Actor {id: $person})-[r:LEADS|MEMBER_OF|SPEAKS_FOR|PART_OF_TICKET|CAMPAIGNS_FOR|NOT_LEADS|NOT_MEMBER_OF]->(b:Actor)
RETURN type(r) AS relation, b.name AS body, b.kind AS kind, r.roles AS roles, r.modality AS modality,
       coalesce(toString(r.first), r.first_text, '') AS first, coalesce(toString(r.last), r.last_text, '') AS last,
       r.articles AS articles, r.claim AS claim
ORDER BY relation, body, claim
