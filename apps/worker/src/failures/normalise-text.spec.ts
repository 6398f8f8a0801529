import { normaliseText } from './normalise-text.js';

describe('normaliseText', () => {
  it.each([
    ['10.0.0.1:3306, fd00::1 and [2001:db8::5]:5000/64', '<host>:<n>, <host>:<n>/<n>'],
    ['fa:16:3e:12:34:56 is down', '<mac> is down'],
    ['at 2026-11-22 10:00:00,123 and 2026-11-22T10:00:00.123456Z', 'at <time>'],
    ['Sat Nov 22 10:00:00 UTC 2026; Nov  2 10:00:00; 22/Nov/2026:10:00:00 +0000', '<time>'],
    ['Sun, 06 Nov 1994 08:49:37 GMT', '<time>'],
    ['took 0:00:10.123, 10s, 1.5 seconds, 90 minutes', 'took <time>, <n>, <duration>'],
    ['12.3 GiB of 900MB, 95%', '<size> of <n>, <size>'],
    ['req-0b2d1e6f-1c8a-4f0e-9a63-0d7ad4a0f7c1', '<uuid>'],
    ['container 3fa9b8c1d2e4 and commit 947e256', 'container <n> and commit <n>'],
    ['/etc/kolla/config.json or roles/nova/tasks/main.yml or ~/.ssh/id', '<path> or <path> or <path>'],
    ['https://api.example.com:5000/v3?x=1 failed', 'https://<url> failed'],
    ['https://[2001:db8::5]:5000/v3 failed', 'https://<url> failed'],
    ['<a.B object at 0x7f12ab>', '<a.B object at <address>>'],
    ['<host>:5000/kolla/keystone:1 http://<host>:80/x /etc/<host>/x', '<registry>/keystone:<tag> http://<url> <path>'],
    ['quay.io/kolla/keystone:2024.1-ubuntu', '<registry>/keystone:<tag>'],
    ['quay.io/kolla/keystone@sha256:0123456789abcdef', '<registry>/keystone:<tag>'],
    ['rabbit@ctl-001 on localhost via api.osism.cloud', 'rabbit@<host> on <host> via <host>'],
    ['tmpab12cd_9 and ansible-tmp-1700.12-34-567', '<tmp> and ansible-tmp-<n>'],
    ['tried 3 times, 1 time', 'tried <n> time, <n> time'],
    ['1,234,567 of instance-0000012a on enp3s0', '<n> of instance-<n> on enp<n>s<n>'],
    ['\u001b[31mred\u001b[0m', 'red'],
  ])('%j: %j', (text, normal) => expect(normaliseText(text)).toBe(normal));

  it.each([
    'HTTP Error 503: Service Unavailable',
    '(HTTP 401)',
    'Status code was 404',
    '404 Client Error',
    'returned exit status 2',
    'exited with code 137',
    '[Errno 113] No route to host',
    '(2003, "Can\'t connect")',
    'ERROR 1045 (28000): Access denied',
    "socket 'x' (111)",
    'curl: (60) SSL certificate problem',
    '(13: Permission denied)',
    'python3-docker on x86_64 with TLSv1.3 and ipv6',
    'urllib3.exceptions.NewConnectionError',
    'community.docker.docker_container',
    'docker.service',
  ])('keeps %j', (text) => expect(normaliseText(text)).toBe(text));

  it('takes linear time, whatever it is given', () => {
    const evil = ['a', '1', ':', '/', '.', '-', 'a.', '1,', 'f:', "'", 'a/', '<n> ', 'A1a', '(1'].map((sign) =>
      sign.repeat(20_000 / sign.length),
    );
    const start = process.cpuUsage();
    for (const text of evil) normaliseText(text);
    // Of the processor's time: others may be at work on it.
    expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
  });
});
