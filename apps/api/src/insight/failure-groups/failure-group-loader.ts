import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import type { FailureGroup } from './failure-group.type.js';
import { FailureGroupsReadModel } from './failure-groups.read-model.js';

/** The groups of the failures of a list, by fingerprint. */
@Injectable()
export class FailureGroupLoader extends RequestLoader<FailureGroup> {
  constructor(groups: FailureGroupsReadModel) {
    super(
      async (fingerprints) =>
        new Map((await groups.byFingerprints(fingerprints)).map((group) => [group.fingerprint, group])),
    );
  }
}
