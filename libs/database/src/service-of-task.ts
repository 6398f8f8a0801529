/** SQL, behind JOIN or LEFT JOIN: the service that a row of `task` works for, if any. Served by role_service_pkey. */
export const SERVICE_OF_TASK = `role_service ON role_service.run_id = task.run_id
  AND role_service.play_seq = task.play_seq AND role_service.role = short_key(coalesce(task.role, ''))`;
