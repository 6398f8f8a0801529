import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import type { RunHost } from './host.type.js';
import { HostsReadModel } from './hosts.read-model.js';

/** What the last run did on each host of a list, by name. */
@Injectable()
export class LastRunLoader extends RequestLoader<RunHost> {
  constructor(hosts: HostsReadModel) {
    super(async (names) => new Map((await hosts.lastRunsOf(names)).map((last) => [last.host.name, last])));
  }
}
