import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { RunProgressReadModel } from './run-progress.read-model.js';
import type { RunProgress } from './run-progress.type.js';

/** How far the running runs of a list are, by uuid. */
@Injectable()
export class RunProgressLoader extends RequestLoader<RunProgress> {
  constructor(progress: RunProgressReadModel) {
    super((uuids) => progress.of(uuids));
  }
}
