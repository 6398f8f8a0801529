import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { FailureGroupsReadModel, SERVICES_SQL, type ServicesOfGroup } from './failure-groups.read-model.js';

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

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'services and releases of groups', text: SERVICES_SQL }];
