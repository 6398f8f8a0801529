/** `npm run test:attack` plays attacks at the length that is promised; `npm test` as long as there is time. */
export const isLongAttack = process.env.PLAYLEDGER_ATTACK === '1';
