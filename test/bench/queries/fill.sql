-- A year of a cloud, as the fold would have written it: 5,000 runs of 60 services on 500 hosts, each of 50 tasks on as
-- many hosts as `bench.hosts` says: 20 make 5 million results. What is derived from runs is left to the worker's own
-- code. Nothing here is random: who fills twice gets the same rows.

INSERT INTO host (name)
SELECT CASE WHEN n <= 3 THEN 'ctl-' ELSE 'cmp-' END || lpad((CASE WHEN n <= 3 THEN n ELSE n - 3 END)::text, 3, '0')
FROM generate_series(1, 500) AS n
ORDER BY n;

CREATE TEMP TABLE made_run AS
SELECT i, number, service, started_at, i % 25 = 24 AS check_mode, i % 2 = 0 AS diff_mode, turn % 4 = 1 AS good,
  (lpad(to_hex((extract(epoch FROM started_at) * 1000)::bigint), 12, '0') || '7' || substr(md5('a' || i), 1, 3) || '8'
    || substr(md5('b' || i), 1, 15))::uuid AS id,
  (ARRAY['reconfigure', 'deploy', 'reconfigure', 'upgrade', 'deploy', 'reconfigure'])[turn % 6 + 1] AS action,
  (ARRAY['alice', 'bob', 'carol', 'dave'])[i % 4 + 1] AS operator,
  CASE WHEN i < 4500 THEN '2025.2.' || i / 500 ELSE '2023.2-ubuntu-jammy-20260115' END AS tag,
  -- A service has 80 hosts, and runs take some of them in turn; in the end, some services are run on the same ones again.
  ARRAY(
    SELECT (number * 37 + (CASE WHEN number % 6 = 0 AND turn >= 66 THEN k ELSE turn * at_once + k END) % 80) % 500 + 1
    FROM generate_series(0, at_once - 1) AS k
  ) AS host_ids
FROM (
  SELECT i, i * 7 % 60 AS number, i / 60 AS turn,
    coalesce(
      (ARRAY['keystone', 'memcached', 'rabbitmq', 'mariadb', 'nova', 'neutron', 'glance', 'cinder'])[i * 7 % 60 + 1],
      'service-' || i * 7 % 60
    ) AS service,
    timestamptz '2026-11-23T00:00:00Z' - (5000 - i) * interval '105 minutes' AS started_at,
    current_setting('bench.hosts')::integer AS at_once
  FROM generate_series(0, 4999) AS i
) AS numbered;

-- The tasks of every run. Of twenty, five look, ten write files, two fail now and then, three work on containers.
CREATE TEMP TABLE made_task AS
SELECT run_id, i, service, j, kind, seq, started_at,
  CASE
    WHEN service = 'rabbitmq' AND j = 16 THEN 'Put RabbitMQ node into maintenance mode'
    ELSE (CASE
      WHEN kind <= 5 THEN 'Look at part ' WHEN kind <= 15 THEN 'Copying over file '
      WHEN kind <= 17 THEN 'Waiting for port ' WHEN kind = 18 THEN 'Check ' || service || ' container '
      ELSE 'Restart ' || service || ' container ' END) || j
  END AS title,
  CASE
    WHEN kind <= 5 THEN 'stat' WHEN kind <= 15 THEN 'template' WHEN kind <= 17 THEN 'wait_for' ELSE 'kolla_container'
  END AS action
FROM (
  SELECT made_run.id AS run_id, made_run.i, made_run.service, j, (j - 1) % 20 + 1 AS kind,
    3 + (j - 1) * (cardinality(made_run.host_ids) + 1) AS seq,
    made_run.started_at + j * interval '3 seconds' AS started_at
  FROM made_run CROSS JOIN generate_series(1, 50) AS j
) AS numbered;

INSERT INTO task (run_id, seq, play_seq, uuid, name, action, role, path, line, tags, no_log, handler, loop, started_at)
SELECT run_id, seq, 2, md5(service || j), service || ' : ' || title, action, service,
  '/ansible/roles/' || service || '/tasks/main.yml', j * 7, '{}', false, kind >= 19, false, started_at
FROM made_task;

-- Look-ups fail half as often as waits do, and nobody minds; in every fourth run of a service no wait fails. Run 4860 is the
-- last upgrade of keystone and fails; run 4992 is of the last day and does not reach its hosts.
CREATE TEMP TABLE made_result AS
SELECT told.*,
  CASE WHEN status = 'unreachable' THEN 'Failed to connect to the host via ssh: No route to host'
    WHEN status <> 'failed' THEN NULL
    WHEN kind = 5 THEN 'Path /etc/kolla/' || service || ' is not there'
    WHEN i >= 4986 AND kind = 17 THEN 'Unable to pull the image of ' || service || ': manifest unknown'
    WHEN number % 3 = 0 THEN 'Timeout when waiting for search string MariaDB in 192.168.16.10:3306'
    ELSE 'Timeout when waiting for 192.168.16.' || host_id % 250 || ':' || 9000 + number
  END AS message
FROM (
  SELECT made_task.run_id, made_task.seq + k AS seq, made_task.seq AS task_seq, made_run.host_ids[k] AS host_id, j, kind,
    made_run.i, made_task.started_at,
    made_task.started_at + interval '1 second' + k * interval '20 milliseconds' AS occurred_at, made_task.service,
    made_run.tag, made_run.diff_mode, made_run.number,
    CASE
      WHEN NOT good AND kind IN (16, 17) AND chance % 20 = 1 OR kind = 5 AND chance % 40 = 1
        OR made_run.i = 4860 AND j = 37 AND k = 1
        THEN 'failed'
      WHEN kind = 16 AND (NOT good AND chance % 2000 = 0 OR made_run.i = 4992) THEN 'unreachable'
      WHEN kind <= 15 AND chance % 10 < 4 THEN 'skipped'
      WHEN kind = 20 OR kind >= 18 AND chance % 3 = 0 OR kind > 5 AND chance % 12 = 5 THEN 'changed'
      ELSE 'ok'
    END::result_status AS status,
    kind = 5 OR chance % 3 = 1 AND made_run.i <> 4860 AS ignored
  FROM made_task
  JOIN made_run ON made_run.id = made_task.run_id
  CROSS JOIN generate_series(1, cardinality(made_run.host_ids)) AS k
  CROSS JOIN LATERAL (SELECT abs(hashtext(made_run.i || ' ' || j || ' ' || k)) AS chance) AS drawn
) AS told;

INSERT INTO task_result (
  run_id, seq, task_seq, host_id, status, ignored, rescued, started_at, occurred_at, message, batch_no, position,
  input_digest
)
SELECT run_id, seq, task_seq, host_id, status, status = 'failed' AND ignored, false, started_at, occurred_at,
  message, 1, seq, hashtextextended(service || ' ' || j || ' ' || i / 1440, 0)
FROM made_result;

INSERT INTO failure (
  run_id, seq, task_seq, host_id, status, ignored, rescued, occurred_at, rc, signature, message
)
SELECT made_result.run_id, made_result.seq, made_result.task_seq, made_result.host_id, made_result.status,
  task_result.ignored, false, made_result.occurred_at, 1,
  ARRAY[regexp_replace(made_result.message, '192[0-9.]+:[0-9]+', '<host>:<n>')], made_result.message
FROM made_result
JOIN task_result ON task_result.run_id = made_result.run_id AND task_result.seq = made_result.seq
WHERE made_result.status IN ('failed', 'unreachable');

INSERT INTO container_result (run_id, seq, item, task_seq, host_id, action, name, image, changed, failed)
SELECT run_id, seq, 0, task_seq, host_id, CASE WHEN kind = 18 THEN 'compare_container' ELSE 'recreate_or_restart_container' END,
  service || CASE WHEN kind = 19 THEN '_api' ELSE '' END,
  'registry.example.org:5000/kolla/' || service || CASE WHEN kind = 19 THEN '-api' ELSE '' END || ':' || tag, status = 'changed', false
FROM made_result
WHERE kind >= 18 AND status IN ('ok', 'changed');

INSERT INTO result_diff (run_id, seq, state, text)
SELECT run_id, seq, 'shown', '--- /etc/kolla/' || service || '/file-' || j || E'\n+++ the same\n@@ -1,3 +1,3 @@\n'
  || repeat('-workers = 4' || E'\n' || '+workers = 8' || E'\n', 8)
FROM made_result
WHERE diff_mode AND status = 'changed' AND kind <= 15;

CREATE TEMP TABLE counted_host AS
SELECT run_id, host_id, count(*) FILTER (WHERE status = 'ok') AS ok, count(*) FILTER (WHERE status = 'changed') AS changed,
  count(*) FILTER (WHERE status = 'failed') AS failed, count(*) FILTER (WHERE status = 'skipped') AS skipped,
  count(*) FILTER (WHERE status = 'unreachable') AS unreachable,
  count(*) FILTER (WHERE status = 'failed' AND ignored) AS ignored
FROM made_result
GROUP BY run_id, host_id;

INSERT INTO run_host (
  run_id, host_id, results_ok, results_changed, results_failed, results_skipped, results_unreachable, results_ignored,
  results_rescued, recap_ok, recap_changed, recap_failed, recap_skipped, recap_unreachable, recap_ignored, recap_rescued
)
SELECT run_id, host_id, ok, changed, failed, skipped, unreachable, ignored, 0,
  ok + changed + ignored, changed, failed - ignored, skipped, unreachable, ignored, 0
FROM counted_host;

INSERT INTO run (
  id, status, started_at, finished_at, last_event_at, final_seq, playbook_path, ansible_version, python_version,
  reporter_version, controller, user_name, sudo_user, working_directory, configuration_commit, arguments, check_mode,
  diff_mode, tags, skip_tags, inventory, forks, extra_var_names, extra_vars, environment, labels, results_ok,
  results_changed, results_failed, results_skipped, results_unreachable, results_ignored, results_rescued, recap_ok,
  recap_changed, recap_failed, recap_skipped, recap_unreachable, recap_ignored, recap_rescued
)
SELECT made_run.id, CASE WHEN sum(failed + unreachable - ignored) > 0 THEN 'failed' ELSE 'completed' END::run_status,
  started_at, started_at + interval '155 seconds' + i % 40 * interval '1 second',
  started_at + interval '155 seconds' + i % 40 * interval '1 second', 3 + 50 * (current_setting('bench.hosts')::integer + 1),
  '/ansible/kolla-' || service || '.yml', '2.18.6', '3.12.3', '0.1.0', 'mgr-001', 'dragon', operator,
  '/opt/configuration/environments/kolla', md5('commit ' || i / 2000) || substr(md5('of ' || i / 2000), 1, 8), '{}', check_mode,
  diff_mode, '{all}', '{}', '{/ansible/inventory/fast}', 20, '{kolla_action,openstack_release}',
  jsonb_build_object('kolla_action', action, 'openstack_release', '2025.2'), '{"ENVIRONMENT": "kolla"}', '{}',
  sum(ok), sum(changed), sum(failed), sum(skipped), sum(unreachable), sum(ignored), 0,
  sum(ok + changed + ignored), sum(changed), sum(failed - ignored), sum(skipped), sum(unreachable), sum(ignored), 0
FROM made_run
JOIN counted_host ON counted_host.run_id = made_run.id
GROUP BY made_run.id, started_at, i, service, operator, action, check_mode, diff_mode;

INSERT INTO play (run_id, seq, uuid, name, hosts, strategy, serial, roles, tags, started_at)
SELECT id, 2, md5(service), 'Apply role ' || service, ARRAY[service], 'linear', '{}', ARRAY[service], '{}', started_at
FROM made_run;

INSERT INTO ledger_run (run_id, accepted, batches, settled, last_seen_at)
SELECT id, int4multirange(int4range(1, 4 + 50 * (current_setting('bench.hosts')::integer + 1))), 1, 1, started_at
FROM made_run;
