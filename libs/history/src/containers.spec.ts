import { containersOf, imageTagOf } from './containers.js';
import type { ContainerResult } from './run-facts.js';

const OLD = 'registry/kolla/keystone:old';
const NEW = 'registry/kolla/keystone:new';

function result(action: string, more: Partial<ContainerResult> = {}): ContainerResult {
  const place = { playSeq: 2, role: 'keystone', hostId: 1 };
  return { ...place, action, name: 'keystone', image: NEW, changed: true, failed: false, ...more };
}

describe('containersOf', () => {
  it('believes a start, and a comparison that found no difference', () => {
    expect(containersOf([result('recreate_or_restart_container')])).toMatchObject([{ tag: 'new', confirmed: true }]);
    expect(containersOf([result('compare_container', { changed: false })])).toMatchObject([{ confirmed: true }]);
  });

  it('tells of a difference after which nothing was started', () => {
    expect(containersOf([result('compare_container')])).toEqual([
      { name: 'keystone', image: NEW, tag: 'new', confirmed: false },
    ]);
  });

  it('keeps the last word, and the image where a restart names none', () => {
    const results = [result('start_container', { image: OLD }), result('restart_container', { image: null })];
    expect(containersOf(results)).toMatchObject([{ image: OLD, confirmed: true }]);
    expect(containersOf([...results, result('recreate_container', { failed: true })])).toMatchObject([
      { image: NEW, confirmed: false },
    ]);
  });

  it('forgets what was stopped and not started again', () => {
    const stop = result('stop_container', { image: null });
    expect(containersOf([result('start_container'), stop])).toEqual([]);
    expect(containersOf([stop, result('start_container')])).toHaveLength(1);
  });

  it('gives images that were only pulled, unless containers were made of them', () => {
    const pull = result('pull_image', { name: null });
    expect(containersOf([pull])).toEqual([{ name: null, image: NEW, tag: 'new', confirmed: false }]);
    expect(containersOf([pull, result('start_container')])).toMatchObject([{ name: 'keystone' }]);
  });
});

describe('imageTagOf', () => {
  const container = (name: string, tag: string) => ({ name, image: `${name}:${tag}`, tag, confirmed: true });

  it('is what all share, else that of the container with the name of the service, else nothing', () => {
    expect(imageTagOf('nova', [container('nova_api', '1'), container('nova_ssh', '1')])).toBe('1');
    expect(imageTagOf('mariadb', [container('mariadb', '1'), container('proxysql', '2')])).toBe('1');
    expect(imageTagOf('nova', [container('nova_api', '1'), container('nova_libvirt', '2')])).toBeNull();
    expect(imageTagOf('nova', [])).toBeNull();
  });
});
