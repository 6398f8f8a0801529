// Loaded into the API by `--import`: tells its parent, while that asks for it, which statements it sends to Postgres.
import { createRequire } from 'node:module';

const { Client } = createRequire(import.meta.url)('pg');
const send = Client.prototype.query;
let recording = false;

Client.prototype.query = function query(config, values, ...rest) {
  if (recording) {
    const text = typeof config === 'string' ? config : config.text;
    process.send({ statement: { text, values: (Array.isArray(values) ? values : config.values) ?? [] } });
  }
  return send.call(this, config, values, ...rest);
};

process.on('message', ({ record }) => {
  recording = record;
  process.send({ recording });
});
// The channel alone does not keep the API from ending.
process.channel.unref();
