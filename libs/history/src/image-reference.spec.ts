import { parseImage } from './image-reference.js';

describe('parseImage', () => {
  it.each([
    ['keystone', 'keystone', null, null],
    ['registry:5000/kolla/keystone', 'registry:5000/kolla/keystone', null, null],
    [
      'registry.example.org:5000/kolla/keystone:2023.2-ubuntu-jammy',
      'registry.example.org:5000/kolla/keystone',
      '2023.2-ubuntu-jammy',
      null,
    ],
    [
      'registry.osism.tech/kolla/release/2025.2/keystone:28.0.1.20260808@sha256:0123',
      'registry.osism.tech/kolla/release/2025.2/keystone',
      '28.0.1.20260808',
      'sha256:0123',
    ],
    ['kolla/keystone@sha256:0123', 'kolla/keystone', null, 'sha256:0123'],
  ])('takes %s apart', (reference, name, tag, digest) => {
    expect(parseImage(reference)).toEqual({ name, tag, digest });
  });
});
