import { ansiPieces } from './ansi-pieces.js';

describe('ansiPieces', () => {
  it('leaves a plain text alone', () => {
    expect(ansiPieces('<b>plain</b>')).toEqual([{ text: '<b>plain</b>', className: undefined }]);
  });

  it('turns colours and marks into classes', () => {
    expect(ansiPieces('a \u001B[31mred\u001B[0m \u001B[1;92mgreen\u001B[0m')).toEqual([
      { text: 'a ', className: undefined },
      { text: 'red', className: 'ansi-red' },
      { text: ' ', className: undefined },
      { text: 'green', className: 'ansi-bright-green ansi-bold' },
    ]);
  });

  it('drops cursor movements, and shades of more colours than sixteen', () => {
    expect(ansiPieces('\u001B[2Kdone \u001B[38;5;200mpink\u001B[0m \u001B[38;2;1;2;3mdark\u001B[0m')).toEqual([
      { text: 'done ', className: undefined },
      { text: 'pink', className: undefined },
      { text: ' ', className: undefined },
      { text: 'dark', className: undefined },
    ]);
  });
});
