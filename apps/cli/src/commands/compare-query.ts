/** What `playledger compare` asks for, and the shape of the answer. */
const COMPARISON = /* GraphQL */ `
  fragment Comparison on RunComparison {
    before {
      ...ComparedRun
    }
    after {
      ...ComparedRun
    }
    durationDifference
    differences {
      turned
      broken
      mended
    }
    changedFacts {
      name
      before
      after
    }
    collections(first: $first) {
      nodes {
        name
        before {
          version
        }
        after {
          version
        }
      }
      totalCount
    }
    playsOnlyBefore
    playsOnlyAfter
    images(first: $first) {
      nodes {
        service
        hostName
        containerName
        tagBefore
        tagAfter
        imageBefore
        imageAfter
      }
      totalCount
    }
    hosts(first: $first) {
      nodes {
        hostName
        before
        after
      }
      totalCount
    }
    turned(first: $first) {
      nodes {
        hostName
        task {
          name
        }
        before {
          status
        }
        after {
          status
          message
        }
      }
      totalCount
    }
    changedInputs(first: $first) {
      nodes {
        hostName
        task {
          name
        }
        changed {
          arguments {
            item
            name
            before
            after
          }
          itemsOnlyBefore
          itemsOnlyAfter
        }
      }
      totalCount
    }
    onlyBefore(first: $first) {
      nodes {
        task {
          name
        }
        hostNames
      }
      totalCount
    }
    onlyAfter(first: $first) {
      nodes {
        task {
          name
        }
        hostNames
      }
      totalCount
    }
  }
  fragment ComparedRun on Run {
    uuid
    startedAt
    status
    name
    playbookPath
    duration
    origin {
      action
      operator
    }
  }
`;

export const COMPARE_RUNS = /* GraphQL */ `
  query CompareRuns($before: ID!, $after: ID!, $first: Int!) {
    compareRuns(a: $before, b: $after) {
      ...Comparison
    }
  }
  ${COMPARISON}
`;

export const COMPARE_TO_LAST_GOOD = /* GraphQL */ `
  query CompareToLastGood($run: ID!, $service: String, $first: Int!) {
    run(id: $run) {
      comparedToLastGood(service: $service) {
        ...Comparison
      }
    }
  }
  ${COMPARISON}
`;

export interface Counted<Node> {
  nodes: Node[];
  totalCount: number;
}

export interface ComparedRun {
  uuid: string;
  startedAt: string;
  status: string;
  name: string | null;
  playbookPath: string | null;
  duration: number;
  origin: { action: string | null; operator: string | null } | null;
}

export interface Comparison {
  before: ComparedRun;
  after: ComparedRun;
  differences: { turned: number; broken: number; mended: number };
  changedFacts: { name: string; before: unknown; after: unknown }[];
  collections: Counted<{ name: string; before: Version | null; after: Version | null }> | null;
  images: Counted<{
    service: string;
    hostName: string;
    containerName: string;
    imageBefore: string;
    imageAfter: string;
  }>;
  hosts: Counted<{ hostName: string; before: string | null; after: string | null }>;
  turned: Counted<{
    hostName: string;
    task: { name: string };
    before: { status: string };
    after: { status: string; message: string | null };
  }>;
  changedInputs: Counted<{
    hostName: string;
    task: { name: string };
    changed: {
      arguments: ChangedArgument[];
      itemsOnlyBefore: unknown[];
      itemsOnlyAfter: unknown[];
    } | null;
  }>;
  onlyBefore: Counted<LoneTask>;
  onlyAfter: Counted<LoneTask>;
}

export interface Version {
  version: string | null;
}

interface ChangedArgument {
  item: unknown;
  name: string;
  before: unknown;
  after: unknown;
}

export interface LoneTask {
  task: { name: string };
  hostNames: string[];
}
