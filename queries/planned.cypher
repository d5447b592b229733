// title: Announced, and not yet reported to have happened
// about: What somebody plans or promised, where no claim says that it happened.
// params: actor:actor?
// example: kg query planned
MATCH (a:Actor)-[r]->(b:Actor)
WHERE r.modality = 'planned' AND r.polarity = 'affirmed' AND ($actor IS NULL OR a.id = $actor OR b.id = $actor)
  AND NOT EXISTS { MATCH (a)-[d]->(b) WHERE d.proposition = r.proposition AND d.modality = 'actual' AND d.polarity = 'affirmed' }
RETURN a.name AS who, type(r) AS relation, b.name AS whom, coalesce(toString(r.last), r.last_text, '') AS last,
       r.articles AS articles, r.outlets AS outlets, r.quote AS quote, r.claim AS claim
ORDER BY last DESC, claim
