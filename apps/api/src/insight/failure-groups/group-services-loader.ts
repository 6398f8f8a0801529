import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { FailureGroupsReadModel, type ServicesOfGroup } from './failure-groups.read-model.js';

/** The services and releases of the groups of a list, by fingerprint. */
@Injectable()
export class GroupServicesLoader extends RequestLoader<ServicesOfGroup> {
  constructor(groups: FailureGroupsReadModel) {
    super(
      async (fingerprints) =>
        new Map((await groups.servicesOf(fingerprints)).map((found) => [found.fingerprint, found])),
    );
  }
}
