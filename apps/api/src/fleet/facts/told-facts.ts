/**
 * Each fact of the host $1 whenever it is told, with what it was before: of the runs that found the same as the run
 * before nothing is read but a narrow row (host_facts_host_id_idx). A run may gather some facts only: what it does not
 * tell is as it was.
 */
export const TOLD_FACTS = `SELECT turned.run_id, turned.gathered_at, fact.key AS name, fact.value,
    lag(fact.value) OVER (PARTITION BY fact.key ORDER BY turned.gathered_at, turned.run_id) AS before
  FROM (
    SELECT host_facts.run_id, host_facts.gathered_at, host_facts.fact_set_key,
      lag(host_facts.fact_set_key) OVER (ORDER BY host_facts.gathered_at, host_facts.run_id) AS previous_key
    FROM host_facts
    WHERE host_facts.host_id = (SELECT host.id FROM host WHERE host.name = $1)
  ) AS turned
  JOIN fact_set ON fact_set.key = turned.fact_set_key
  CROSS JOIN LATERAL jsonb_each(fact_set.facts) AS fact
  WHERE turned.fact_set_key IS DISTINCT FROM turned.previous_key`;
