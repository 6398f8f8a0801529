/** Of sending. */
export interface IngestFigures {
  results: number;
  apis: number;
  workers: number;
  redis: boolean;
  acceptedPerSecond: number;
  resultsPerSecond: number;
  copyPerSecond: number;
  ratioToCopy: number;
  steadyPerSecond: number;
  visibleP50Ms: number;
  visibleP95Ms: number;
  visibleP99Ms: number;
  refused: number;
  bytesPerResult: number;
  ledgerBytesPerResult: number;
  rowBytesPerResult: number;
  indexBytesPerResult: number;
  wireBytesPerResult: number;
  inflatedBytesPerResult: number;
  cpuSeconds: { api: number; worker: number; postgres: number; redis: number };
  peakMiB: { api: number; worker: number };
}

/** Of reading all that was sent. */
export interface LedgerFigures {
  ledgerResults: number;
  verifySeconds: number;
  secretSearchSeconds: number;
}

/** As people read them. */
export function tableOf(measured: IngestFigures & LedgerFigures): string {
  const whole = (number: number) => Math.round(number).toLocaleString('en');
  const { cpuSeconds: cpu, peakMiB } = measured;
  const rows: [string, string][] = [
    ['results', whole(measured.results)],
    ['accepted', `${whole(measured.acceptedPerSecond)} a second`],
    ['visible', `${whole(measured.resultsPerSecond)} a second`],
    ['raw COPY of the same rows', `${whole(measured.copyPerSecond)} a second`],
    ['ratio to COPY', measured.ratioToCopy.toFixed(3)],
    [
      `time to visible at ${whole(measured.steadyPerSecond)} a second`,
      `p50 ${whole(measured.visibleP50Ms)}, p95 ${whole(measured.visibleP95Ms)}, p99 ${whole(measured.visibleP99Ms)} ms`,
    ],
    ['bytes on disk a result', whole(measured.bytesPerResult)],
    [
      'of it ledger, rows, indexes',
      [measured.ledgerBytesPerResult, measured.rowBytesPerResult, measured.indexBytesPerResult].map(whole).join(', '),
    ],
    ['compressed on the wire', whole(measured.wireBytesPerResult)],
    ['inflated', whole(measured.inflatedBytesPerResult)],
    [
      'processor',
      `API ${cpu.api.toFixed(1)}, worker ${cpu.worker.toFixed(1)}, Postgres ${cpu.postgres.toFixed(1)}` +
        `${measured.redis ? `, Redis ${cpu.redis.toFixed(1)}` : ''} s`,
    ],
    ['peak memory', `API ${whole(peakMiB.api)}, worker ${whole(peakMiB.worker)} MiB`],
    ['batches refused for a while', whole(measured.refused)],
    ['results in the ledger', whole(measured.ledgerResults)],
    ['verify all of it', `${measured.verifySeconds.toFixed(1)} s`],
    ['look for a secret in all', `${measured.secretSearchSeconds.toFixed(1)} s`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
