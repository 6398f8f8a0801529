import { Module } from '@nestjs/common';
import { RunsModule } from '../../run/runs/runs.module.js';
import { DeploymentHosts } from './deployment-host.type.js';
import { DeploymentHostsResolver } from './deployment-hosts.resolver.js';
import { Deployments } from './deployment.type.js';
import { DeploymentsReadModel } from './deployments.read-model.js';
import { DeploymentsResolver } from './deployments.resolver.js';
import { HostDeploymentsResolver } from './host-deployments.resolver.js';
import { LastDeploymentLoaders } from './last-deployment-loaders.js';
import { RunDeploymentsResolver } from './run-deployments.resolver.js';
import { ServiceDeploymentsResolver } from './service-deployments.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [
    DeploymentHostsResolver,
    DeploymentsResolver,
    HostDeploymentsResolver,
    RunDeploymentsResolver,
    ServiceDeploymentsResolver,
    DeploymentHosts.resolver,
    Deployments.resolver,
    DeploymentsReadModel,
    LastDeploymentLoaders,
  ],
  exports: [DeploymentsReadModel],
})
export class DeploymentsModule {}
