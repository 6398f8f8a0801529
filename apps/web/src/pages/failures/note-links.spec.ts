import { isLink, notePieces, ticketOf } from './note-links.js';

describe('notePieces', () => {
  it.each([
    ['plain', [{ text: 'plain', isLink: false }]],
    ['', []],
    [
      'see https://tickets.example.org/T-12, and call',
      [
        { text: 'see ', isLink: false },
        { text: 'https://tickets.example.org/T-12', isLink: true },
        { text: ', and call', isLink: false },
      ],
    ],
    ['javascript:alert(1)', [{ text: 'javascript:alert(1)', isLink: false }]],
    ['data:text/html,x //evil', [{ text: 'data:text/html,x //evil', isLink: false }]],
  ])('%j', (text, pieces) => {
    expect(notePieces(text)).toEqual(pieces);
  });
});

describe('the ticket', () => {
  it('is the first link of the newest note that has one', () => {
    expect(
      ticketOf([{ text: null }, { text: 'no' }, { text: 'a https://a.example/1' }, { text: 'https://b.example' }]),
    ).toBe('https://a.example/1');
    expect(ticketOf([])).toBeNull();
  });

  it.each([
    ['https://a.example/1', true],
    ['http://a', true],
    ['a https://a.example/1', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%j may be one: %j', (text, may) => {
    expect(isLink(text)).toBe(may);
  });
});
