/** A second look at apps and libs, by folder. Without specs: by way of test/support they would tie all to all. */
const { options } = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [
    {
      name: 'folders-one-way',
      comment:
        'Two features that need each other are one, or one needs a thing that belongs below both. A folder stands here ' +
        'for all that is below it, so a parent never imports its children: `npm run house` sees these.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^((?:apps|libs)/[^/]+)/' },
      to: { path: '^$1/', circular: true },
    },
  ],
  options: { ...options, exclude: { path: [options.exclude.path, '\\.spec\\.tsx?$'] } },
};
