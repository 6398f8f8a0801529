export interface DemoRun {
  /** Its name in test/recordings. */
  recording: string;
  /** How long before now it ended. */
  minutesAgo: number;
  /** Changes the text of its events; without it they are as recorded. */
  rewrite?: (events: string) => string;
}

const HOUR = 60;
const DAY = 24 * HOUR;

const FAILED = 'kolla-4-check-rabbitmq-failed';
const UNREACHABLE = 'kolla-5-deploy-memcached-unreachable';

const OTHER_WORDS: Readonly<Record<string, string>> = {
  'ctl-002': 'ctl-003',
  'ctl-003': 'ctl-002',
  '2023.2-ubuntu-jammy-20260115': '2023.2-ubuntu-jammy-20260108',
};

/** Nobody saw these: runs that failed are told once more, so that failures have a group, and a first time. */
const MADE_UP_REPETITIONS: readonly DemoRun[] = [
  { recording: FAILED, minutesAgo: 3 * DAY + 5 * HOUR + 21 },
  { recording: FAILED, minutesAgo: DAY + 2 * HOUR + 8 },
  {
    recording: UNREACHABLE,
    minutesAgo: 19 * HOUR + 34,
    rewrite: ofAnotherHost,
  },
];

/** Another host is unreachable. Another image too, or what the recorded run changes would be drift. */
function ofAnotherHost(events: string): string {
  return events.replace(/ctl-00[23]|2023\.2-ubuntu-jammy-20260115/g, (word) => OTHER_WORDS[word] ?? word);
}

/**
 * Oldest first. The recordings were made within some seventy minutes: here they lie in a week, so that there is something to
 * see by hour and by day. Those of OSISM, the newest, keep their distances.
 */
export const DEMO_RUNS: readonly DemoRun[] = [
  { recording: 'kolla-1-deploy', minutesAgo: 6 * DAY + 47 },
  { recording: 'kolla-2-reconfigure-keystone', minutesAgo: 4 * DAY + 3 * HOUR + 12 },
  { recording: 'kolla-3-upgrade-keystone', minutesAgo: 2 * DAY + 2 * HOUR + 55 },
  ...MADE_UP_REPETITIONS,
  { recording: UNREACHABLE, minutesAgo: 9 * HOUR + 17 },
  { recording: FAILED, minutesAgo: 5 * HOUR + 38 },
  { recording: 'osism-0-gather-facts', minutesAgo: 7 },
  { recording: 'osism-1-common', minutesAgo: 6.5 },
  { recording: 'osism-2-mariadb', minutesAgo: 4.75 },
  { recording: 'osism-3-keystone', minutesAgo: 3.25 },
].sort((a, b) => b.minutesAgo - a.minutesAgo);
