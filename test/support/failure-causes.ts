import type { Variation } from './failure-variation.js';

type Result = Record<string, unknown>;

export interface FailureCause {
  name: string;
  result(vary: Variation): Result;
}

/** RabbitMQ names a node so; addresses have no short form. */
const shortName = (host: string) => (/^[\d.]+$/.test(host) ? host : host.replace(/\..*$/, ''));

const traceback = (vary: Variation, last: string) =>
  [
    'Traceback (most recent call last):',
    `  File "/root/.ansible/tmp/ansible-tmp-${vary.count(2e9)}.${vary.count(9999)}-${vary.count(99999)}-${vary.count(9e9)}/AnsiballZ_x.py", line ${vary.count()}, in <module>`,
    '    _ansiballz_main()',
    `  File "/usr/lib/python3/dist-packages/x/y.py", line ${vary.count()}, in send`,
    ...(vary.count(2) === 1
      ? ['    raise error', `  File "<string>", line ${vary.count()}, in raise_from`]
      : ['    raise error']),
    last,
  ].join('\n');

const connectionPool = (vary: Variation, cause: string) =>
  `HTTPSConnectionPool(host='${vary.ip()}', port=${vary.port()}): Max retries exceeded with url: /v3/${vary.hex(32)} (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f${vary.hex(10)}>: Failed to establish a new connection: ${cause}'))`;

const unreachable = (msg: string): Result => ({ unreachable: true, changed: false, msg });
const failed = (msg: string, more: Result = {}): Result => ({ failed: true, changed: false, msg, ...more });
const command = (rc: number, stderr: string, stdout = ''): Result =>
  failed('non-zero return code', { rc, stderr, stdout, cmd: ['x'], delta: '0:00:01.5', start: 'a', end: 'b' });

/** What operators of kolla-ansible and OSISM see fail. Some differ from their neighbour only in what matters. */
export const FAILURE_CAUSES: readonly FailureCause[] = [
  {
    name: 'ssh: no route to host',
    result: (v) =>
      unreachable(
        `Failed to connect to the host via ssh: ssh: connect to host ${v.host} port ${v.port()}: No route to host`,
      ),
  },
  {
    name: 'ssh: connection refused',
    result: (v) =>
      unreachable(
        `Failed to connect to the host via ssh: ssh: connect to host ${v.ip()} port ${v.port()}: Connection refused`,
      ),
  },
  {
    name: 'ssh: connection timed out',
    result: (v) =>
      unreachable(
        `Failed to connect to the host via ssh: ssh: connect to host ${v.host} port 22: Connection timed out`,
      ),
  },
  {
    name: 'ssh: unknown name',
    result: (v) =>
      unreachable(
        `Failed to connect to the host via ssh: ssh: Could not resolve hostname ${v.host}: Name or service not known`,
      ),
  },
  {
    name: 'ssh: permission denied',
    result: (v) =>
      unreachable(
        `Failed to connect to the host via ssh: ${v.count(2) === 1 ? `Warning: Permanently added '${v.ip()}' (ED25519) to the list of known hosts.\r\n` : ''}dragon@${v.ip()}: Permission denied (publickey,password).`,
      ),
  },
  {
    name: 'ssh: host key changed',
    result: (v) =>
      unreachable(
        `Failed to connect to the host via ssh: @@@@@@@@@@@\r\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\nThe fingerprint for the ED25519 key sent by the remote host is\nSHA256:${v.word(43)}.\r\nOffending ECDSA key in ${v.path('known_hosts')}:${v.count()}\r\nHost key verification failed.`,
      ),
  },
  {
    name: 'port never opened',
    result: (v) => failed(`Timeout when waiting for ${v.ip()}:${v.port()}`, { elapsed: v.count() }),
  },
  {
    name: 'port opened, no MariaDB behind it',
    result: (v) =>
      failed(`Timeout when waiting for search string MariaDB in ${v.ip()}:${v.port()}`, { elapsed: v.count() }),
  },
  {
    name: 'HTTP 503',
    result: (v) =>
      failed(`Status code was 503 and not [200]: HTTP Error 503: Service Unavailable`, {
        status: 503,
        url: `http://${v.ip()}:${v.port()}/`,
        elapsed: v.count(),
      }),
  },
  {
    name: 'HTTP 404',
    result: (v) =>
      failed(`Status code was 404 and not [200]: HTTP Error 404: Not Found`, {
        status: 404,
        url: `http://${v.ip()}:${v.port()}/`,
        elapsed: v.count(),
      }),
  },
  {
    name: 'HTTP: refused',
    result: (v) =>
      failed(`Status code was -1 and not [200]: Request failed: <urlopen error [Errno 111] Connection refused>`, {
        status: -1,
        url: `http://${v.ip()}:${v.port()}/`,
      }),
  },
  {
    name: 'HTTP: no route',
    result: (v) =>
      failed(`Status code was -1 and not [200]: Request failed: <urlopen error [Errno 113] No route to host>`, {
        status: -1,
        url: `http://${v.ip()}:${v.port()}/`,
      }),
  },
  {
    name: 'keystone 401',
    result: (v) =>
      failed('MODULE FAILURE\nSee stdout/stderr for the exact error', {
        rc: 1,
        module_stderr: traceback(
          v,
          `keystoneauth1.exceptions.http.Unauthorized: The request you have made requires authentication. (HTTP 401) (Request-ID: req-${v.uuid()})`,
        ),
        module_stdout: '',
      }),
  },
  {
    name: 'keystone 503',
    result: (v) =>
      failed('MODULE FAILURE\nSee stdout/stderr for the exact error', {
        rc: 1,
        module_stdout: `${traceback(v, `keystoneauth1.exceptions.http.ServiceUnavailable: Service Unavailable (HTTP 503) (Request-ID: req-${v.uuid()})`)}\r\n`,
        module_stderr: `Shared connection to ${v.ip()} closed.\r\n`,
      }),
  },
  {
    name: 'keystone endpoint refuses connections',
    result: (v) =>
      failed('MODULE FAILURE\nSee stdout/stderr for the exact error', {
        rc: 1,
        module_stderr: traceback(
          v,
          `keystoneauth1.exceptions.connection.ConnectFailure: Unable to establish connection to https://${v.host}:${v.port()}/v3/auth/tokens: ${connectionPool(v, '[Errno 111] Connection refused')}`,
        ),
      }),
  },
  {
    name: 'keystone endpoint unreachable',
    result: (v) =>
      failed('MODULE FAILURE\nSee stdout/stderr for the exact error', {
        rc: 1,
        module_stderr: traceback(
          v,
          `keystoneauth1.exceptions.connection.ConnectFailure: Unable to establish connection to https://${v.host}:${v.port()}/v3/auth/tokens: ${connectionPool(v, '[Errno 113] No route to host')}`,
        ),
      }),
  },
  {
    name: 'certificate expired',
    result: (v) =>
      failed(
        `Status code was -1 and not [200]: Request failed: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:${v.count(2000)})>`,
      ),
  },
  {
    name: 'certificate of an unknown authority',
    result: (v) =>
      failed(
        `Status code was -1 and not [200]: Request failed: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:${v.count(2000)})>`,
      ),
  },
  {
    name: 'image tag missing',
    result: (v) =>
      failed(
        `'Traceback (most recent call last):\\n docker.errors.NotFound: 404 Client Error for http+docker://localhost/v1.${v.count(50)}/images/create: Not Found ("manifest for ${v.ip()}:${v.port()}/kolla/keystone:2024.${v.count(9)}-${v.hex(8)} not found: manifest unknown: manifest unknown")`,
      ),
  },
  {
    name: 'image of another service missing',
    result: (v) =>
      failed(
        `'Traceback (most recent call last):\\n docker.errors.NotFound: 404 Client Error for http+docker://localhost/v1.${v.count(50)}/images/create: Not Found ("manifest for ${v.ip()}:${v.port()}/kolla/nova-api:2024.${v.count(9)}-${v.hex(8)} not found: manifest unknown: manifest unknown")`,
      ),
  },
  {
    name: 'traceback as kolla quotes it',
    result: (v) =>
      failed(
        `'Traceback (most recent call last):\\n  File "/tmp/ansible_kolla_container_payload_${v.word(8)}/x.py", line ${v.count()}, in main\\n    result = bool(getattr(cw, module.params.get(\\'action\\'))())\\nrequests.exceptions.HTTPError: 404 Client Error: Not Found for url: http+docker://localhost/v1.${v.count(50)}/x\\n\\nDuring handling of the above exception, another exception occurred:\\n\\nTraceback (most recent call last):\\n  File "/usr/lib/x.py", line ${v.count()}, in y\\n    raise z\\ndocker.errors.NotFound: 404 Client Error for http+docker://localhost/v1.${v.count(50)}/networks: Not Found ("network kolla not found")\\n'`,
      ),
  },
  {
    name: 'registry unauthorized',
    result: (v) =>
      failed(
        `500 Server Error for http+docker://localhost/v1.${v.count(50)}/images/create: Internal Server Error ("Head "https://registry${v.count(9)}.example.com/v2/kolla/keystone/manifests/${v.hex(12)}": unauthorized: authentication required")`,
      ),
  },
  {
    name: 'registry name unknown',
    result: (v) =>
      failed(
        `500 Server Error for http+docker://localhost/v1.${v.count(50)}/images/create: Internal Server Error ("Get "https://registry${v.count(9)}.example.com/v2/": dial tcp: lookup registry${v.count(9)}.example.com on ${v.ip()}:53: no such host")`,
      ),
  },
  {
    name: 'docker rate limit',
    result: (v) =>
      failed(
        `429 Client Error for http+docker://localhost/v1.${v.count(50)}/images/create: Too Many Requests ("toomanyrequests: You have reached your pull rate limit of ${v.count()} per ${v.count()}h. request-id ${v.hex(32)}")`,
      ),
  },
  {
    name: 'docker daemon down',
    result: (v) =>
      failed(
        `Error connecting: Error while fetching server API version: ('Connection aborted.', FileNotFoundError(2, 'No such file or directory')) pid ${v.count(99999)}`,
      ),
  },
  {
    name: 'docker socket denied',
    result: (v) =>
      failed(
        `Error connecting: Error while fetching server API version: ('Connection aborted.', PermissionError(13, 'Permission denied')) pid ${v.count(99999)}`,
      ),
  },
  {
    name: 'container exits',
    result: (v) =>
      failed(`Container ${v.hex(64)} of keystone exited with code 137 after ${v.count()} seconds at ${v.time('iso')}`),
  },
  {
    name: 'container exits otherwise',
    result: (v) =>
      failed(`Container ${v.hex(64)} of keystone exited with code 1 after ${v.count()} seconds at ${v.time('iso')}`),
  },
  {
    name: 'apt lock',
    result: (v) =>
      failed(
        `E: Could not get lock ${v.path('lock-frontend')}. It is held by process ${v.count(99999)} (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (${v.path('lock-frontend')}), is another process using it?`,
        { rc: 100 },
      ),
  },
  { name: 'apt: no package', result: () => failed(`No package matching 'python3-dockerx' is available`) },
  { name: 'apt: no other package', result: () => failed(`No package matching 'chronyx' is available`) },
  {
    name: 'apt: repository unsigned',
    result: (v) =>
      failed(
        `Failed to update apt cache: W:GPG error: http://${v.ip()}/ubuntu jammy InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY ${v.hex(16).toUpperCase()}`,
      ),
  },
  {
    name: 'disk full',
    result: (v) =>
      failed(
        `Could not write data to file (${v.path()}) from (${v.path()}): [Errno 28] No space left on device: '${v.path()}'`,
      ),
  },
  {
    name: 'file system read-only',
    result: (v) =>
      failed(
        `Could not write data to file (${v.path()}) from (${v.path()}): [Errno 30] Read-only file system: '${v.path()}'`,
      ),
  },
  {
    name: 'variable undefined',
    result: (v) =>
      failed(
        `The task includes an option with an undefined variable. The error was: 'keystone_public_url' is undefined. 'keystone_public_url' is undefined\n\nThe error appears to be in '${v.path()}': line ${v.count()}, column ${v.count(20)}, but may\nbe elsewhere in the file depending on the exact syntax problem.\n\nThe offending line appears to be:\n\n\n- name: ${v.word(9)}\n  ^ here\n`,
      ),
  },
  {
    name: 'another variable undefined (2.14)',
    result: (v) =>
      failed(
        `The task includes an option with an undefined variable. The error was: 'nova_cell' is undefined. 'nova_cell' is undefined\n\nThe error appears to be in '${v.path()}': line ${v.count()}, column ${v.count(20)}, but may\nbe elsewhere in the file depending on the exact syntax problem.\n\nThe offending line appears to be:\n\n\n- name: ${v.word(9)}\n  ^ here\n`,
      ),
  },
  {
    name: 'attribute missing',
    result: (v) =>
      failed(
        `The conditional check 'container_info._containers | length > 0' failed. The error was: error while evaluating conditional (container_info._containers | length > 0): 'dict object' has no attribute '_containers'. 'dict object' has no attribute '_containers'\n\nThe error appears to be in '${v.path()}': line ${v.count()}, column 3, but may\nbe elsewhere`,
      ),
  },
  {
    name: 'host variable missing',
    result: (v) =>
      failed(`'ansible.vars.hostvars.HostVarsVars object' has no attribute 'ansible_facts': hostvars['${v.other}']`),
  },
  {
    name: 'file not found',
    result: (v) =>
      failed(
        `Could not find or access '${v.path()}' on the Ansible Controller.\nIf you are using a module and expect the file to exist on the remote, see the remote_src option`,
      ),
  },
  {
    name: 'assertion',
    result: () => failed('Assertion failed', { assertion: 'groups.mariadb | length > 0', evaluated_to: false }),
  },
  {
    name: 'other assertion',
    result: () =>
      failed('Assertion failed', { assertion: 'kolla_internal_vip_address is defined', evaluated_to: false }),
  },
  {
    name: 'galera split',
    result: (v) =>
      failed(
        `WSREP: failed to open gcomm backend connection: 110: failed to reach primary view: 110 (Connection timed out) at gcomm/src/pc.cpp:connect():${v.count()} ${v.time('log')}`,
      ),
  },
  {
    name: 'MySQL access denied',
    result: (v) =>
      failed(
        `unable to find ${v.path('my.cnf')}. Exception message: (1045, "Access denied for user 'root'@'${v.ip()}' (using password: YES)")`,
      ),
  },
  {
    name: 'MySQL refuses connections',
    result: (v) =>
      failed(
        `unable to connect to database, check login_user: (2003, "Can't connect to MySQL server on '${v.ip()}' ([Errno 111] Connection refused)")`,
      ),
  },
  {
    name: 'MySQL server without a route',
    result: (v) =>
      failed(
        `unable to connect to database, check login_user: (2003, "Can't connect to MySQL server on '${v.ip()}' ([Errno 113] No route to host)")`,
      ),
  },
  {
    name: 'MySQL server has gone away',
    result: (v) =>
      command(
        1,
        `${v.time('log')} ${v.count(999)} INFO alembic.runtime.migration [-] Context impl MySQLImpl.\n${v.time('log')} ${v.count(999)} CRITICAL keystone [req-${v.uuid()} - - - - -] Unhandled error: oslo_db.exception.DBConnectionError: (pymysql.err.OperationalError) (2013, 'Lost connection to MySQL server during query')`,
      ),
  },
  {
    name: 'rabbitmq node down',
    result: (v) =>
      command(
        69,
        `Error: unable to perform an operation on node 'rabbit@${shortName(v.host)}'. Please see diagnostics information and suggestions below.\n * TCP connection succeeded but Erlang distribution failed on port ${v.port()}\n`,
      ),
  },
  {
    name: 'rabbitmq timeout',
    result: (v) =>
      command(
        75,
        `Error: operation wait on node rabbit@${shortName(v.host)} timed out. Timeout value used: ${v.count(90000)}`,
      ),
  },
  { name: 'command not found', result: () => command(127, '/bin/sh: 1: ceph: not found') },
  { name: 'command may not be executed', result: () => command(126, '/bin/sh: 1: ceph: Permission denied') },
  {
    name: 'ceph: health warning',
    result: (v) =>
      command(
        1,
        '',
        `  cluster:\n    id:     ${v.uuid()}\n    health: HEALTH_WARN\n            ${v.count()} failed osds down\n`,
      ),
  },
  {
    name: 'ceph: no monitors',
    result: (v) =>
      command(
        1,
        `${v.time('iso')} ${v.hex(12)} -1 monclient(hunting): authenticate timed out after ${v.count()}\n[errno 110] RADOS timed out (error connecting to the cluster)`,
      ),
  },
  {
    name: 'ceph: key not allowed',
    result: (v) =>
      command(
        13,
        `${v.time('iso')} ${v.hex(12)} -1 auth: unable to find a keyring on ${v.path()}: (2) No such file or directory\n[errno 13] RADOS permission denied (error connecting to the cluster)`,
      ),
  },
  {
    name: 'systemd unit failed',
    result: (v) =>
      failed(
        `Unable to start service docker: Job for docker.service failed because the control process exited with error code.\nSee "systemctl status docker.service" and "journalctl -xeu docker.service" for details. pid ${v.count(99999)}\n`,
      ),
  },
  {
    name: 'other systemd unit failed',
    result: (v) =>
      failed(
        `Unable to start service chronyd: Job for chronyd.service failed because the control process exited with error code.\nSee "systemctl status chronyd.service" and "journalctl -xeu chronyd.service" for details. pid ${v.count(99999)}\n`,
      ),
  },
  { name: 'systemd unit missing', result: () => failed(`Could not find the requested service chronyd: host`) },
  {
    name: 'module: KeyError',
    result: (v) =>
      failed('MODULE FAILURE\nSee stdout/stderr for the exact error', {
        rc: 1,
        module_stderr: traceback(v, `KeyError: 'Config'`),
      }),
  },
  {
    name: 'module: other KeyError',
    result: (v) =>
      failed('MODULE FAILURE\nSee stdout/stderr for the exact error', {
        rc: 1,
        module_stderr: traceback(v, `KeyError: 'NetworkSettings'`),
      }),
  },
  {
    name: 'module: import',
    result: (v) =>
      failed(
        `Failed to import the required Python library (docker) on ${v.host}'s Python ${v.path('python3.12')}. Please read the module documentation and install it in the appropriate location.`,
      ),
  },
  {
    name: 'module: other import',
    result: (v) =>
      failed(
        `Failed to import the required Python library (openstacksdk) on ${v.host}'s Python ${v.path('python3.12')}. Please read the module documentation and install it in the appropriate location.`,
      ),
  },
  {
    name: 'become timeout',
    result: (v) => failed(`Timeout (${v.count()}s) waiting for privilege escalation prompt: `),
  },
  { name: 'sudo password', result: () => failed('Missing sudo password', { rc: 1 }) },
  {
    name: 'module killed',
    result: (v) =>
      failed('MODULE FAILURE\nSee stdout/stderr for the exact error', {
        rc: 137,
        module_stdout: '',
        module_stderr: `Shared connection to ${v.ip()} closed.\r\n`,
      }),
  },
  {
    name: 'async job too slow',
    result: (v) =>
      failed(`async task did not complete within the requested time - ${v.count()}s`, {
        ansible_job_id: `j${v.count(999999999)}.${v.count(99999)}`,
      }),
  },
  {
    name: 'interface missing',
    result: (v) =>
      failed(
        `Please check the api_interface property - interface eth${v.count(9)} on host ${v.host} not found, MAC ${v.mac()}`,
      ),
  },
  {
    name: 'VIP in use',
    result: (v) =>
      failed(
        `kolla_internal_vip_address ${v.ip()} answers ping from ${v.mac()} (${v.ip6()}), duration ${v.duration()}`,
      ),
  },
  {
    name: 'hypervisor not registered',
    result: (v) =>
      failed(
        `Compute service failed to register itself on the following hosts: ${v.hosts.slice(0, v.count(3)).join(',')}`,
      ),
  },
  {
    name: 'API of a host answers with nonsense',
    result: (v) => failed(`Unexpected answer of https://${v.count(2) === 1 ? v.host : v.ip()}:${v.port()}/: not JSON`),
  },
  {
    name: 'quota',
    result: (v) =>
      failed(
        `ForbiddenException: 403: Client Error for url: https://${v.ip()}:${v.port()}/v2.1/servers, Quota exceeded for instances: Requested ${v.count()}, but already used ${v.count()} of ${v.count()} instances`,
      ),
  },
  {
    name: 'duplicate',
    result: (v) =>
      failed(
        `ConflictException: 409: Client Error for url: https://${v.ip()}:${v.port()}/v2.1/servers/${v.uuid()}, Multiple possible networks found, use a Network ID`,
      ),
  },
  {
    name: 'loop: one image missing',
    result: (v) =>
      failed('One or more items failed', {
        results: Array.from({ length: v.count(5) }, (_, at) => ({
          item: { key: `svc${at}-${v.word(5)}` },
          failed: true,
          msg: `pull of ${v.hex(12)} from ${v.host} failed: received unexpected HTTP status: 502 Bad Gateway at ${v.time('http')}`,
        })),
      }),
  },
  {
    name: 'loop: two ways to fail',
    result: (v) =>
      failed('One or more items failed', {
        results: [
          {
            item: v.word(4),
            failed: true,
            msg: `pull of ${v.hex(12)} failed: received unexpected HTTP status: 502 Bad Gateway`,
          },
          { item: v.word(4), failed: true, msg: `net/http: TLS handshake timeout from ${v.ip()}` },
        ].sort(() => v.count(2) - 1.5),
      }),
  },
  {
    name: 'log of a migration',
    result: (v) =>
      command(
        1,
        `[${v.time('apache')}] ${v.ip()} worker ${v.count(99999)} ERROR nova.cmd: cell mapping ${v.uuid()} is missing on ${v.other}\n${v.time('syslog')} x[${v.count(9999)}]: done in ${v.duration()}`,
      ),
  },
];
