import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import type { DeploymentHost } from './deployment-host.type.js';
import type { DeploymentType } from './deployment.type.js';
import { DeploymentsReadModel, type Verdict } from './deployments.read-model.js';

/** The last deployments that went well, and that failed, of the services and hosts of a list, by name. */
@Injectable()
export class LastDeploymentLoaders {
  readonly ofServices: Record<Verdict, RequestLoader<DeploymentType>>;
  readonly ofHosts: Record<Verdict, RequestLoader<DeploymentHost>>;

  constructor(deployments: DeploymentsReadModel) {
    const ofServices = (verdict: Verdict) =>
      new RequestLoader(
        async (names) => new Map((await deployments.lastOf(names, verdict)).map((last) => [last.service, last])),
      );
    const ofHosts = (verdict: Verdict) =>
      new RequestLoader(
        async (names) => new Map((await deployments.lastOfHosts(names, verdict)).map((last) => [last.host.name, last])),
      );
    this.ofServices = { good: ofServices('good'), failed: ofServices('failed') };
    this.ofHosts = { good: ofHosts('good'), failed: ofHosts('failed') };
  }
}
