import { boxOf, layoutOf, NAMES_WIDTH, placeAt } from './cell-layout.js';

describe('the layout of a heat map', () => {
  it('fills the width with few tasks, and scrolls with many', () => {
    expect(layoutOf(6, 10, 1_000).cell.width).toBe(18);
    expect(layoutOf(6, 80, 1_000).cell.width).toBe(11);
    const large = layoutOf(200, 2_000, 1_000);
    expect(large.cell).toEqual({ width: 4, height: 12 });
    expect(large.total).toEqual({ width: NAMES_WIDTH + 8_000, height: 2_400 });
  });

  it('finds the cell under a point, wherever it is scrolled', () => {
    const layout = layoutOf(200, 2_000, 1_000);
    const scrolled = { left: 400, top: 120 };
    const size = { hosts: 200, tasks: 2_000 };
    const place = { host: 12, task: 130 };
    const { x, y } = boxOf(layout, place, scrolled);
    expect(placeAt(layout, { x: x + 1, y: y + 1 }, scrolled, size)).toEqual(place);
    expect(placeAt(layout, { x: NAMES_WIDTH - 1, y: 5 }, scrolled, size)).toBeNull();
    expect(placeAt(layout, { x: 500, y: 3_000 }, scrolled, size)).toBeNull();
  });
});
