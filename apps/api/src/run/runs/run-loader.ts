import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import type { RunType } from './run.type.js';
import { RunsReadModel } from './runs.read-model.js';

/** The runs that the objects of a list refer to, by uuid. */
@Injectable()
export class RunLoader extends RequestLoader<RunType> {
  constructor(runs: RunsReadModel) {
    super(async (uuids) => new Map((await runs.byUuids(uuids)).map((run) => [run.uuid, run])));
  }
}
