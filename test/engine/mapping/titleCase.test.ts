import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { titleCase } from '#engine/mapping/values/titleCase.ts';

describe('Each word of a name with a capital letter', () => {
  it.each([
    ['анна-мария', 'Анна-Мария'], ['АННА-МАРИЯ ИВАНОВА', 'Анна-Мария Иванова'], ['ёлкина', 'Ёлкина'], ['ИВан', 'Иван'], ['иВАН', 'Иван'],
    ['мария де ла круз', 'Мария де ла Круз'], ['МАРИЯ ДЕ ЛА КРУЗ', 'Мария де ла Круз'], ['де ла Круз', 'де ла Круз'], ['де ла круз', 'Де ла Круз'], ['Мария Де Ла Круз', 'Мария Де Ла Круз'],
    ['отто фон БИСМАРК', 'Отто фон Бисмарк'], ['Людвиг ван бетховен', 'Людвиг ван Бетховен'], ['ван ли', 'Ван Ли'], ['NGUYEN VAN ANH', 'Nguyen Van Anh'], ['Ли Ван', 'Ли Ван'],
    ['МАМЕДОВ АЛИ ГАСАН ОГЛЫ', 'Мамедов Али Гасан оглы'], ['гасан-оглы', 'Гасан-оглы'],
    ["o'neil", "O'Neil"], ["O'NEIL", "O'Neil"], ["O'Neil", "O'Neil"], ['o’neil', 'O’Neil'], ["о'нил", "О'Нил"], ["д'артаньян", "Д'Артаньян"], ["в'ячеслав", "В'ячеслав"], ["Д'ЯЧЕНКО", "Д'яченко"], ["мар'яна", "Мар'яна"], ["anna's", "Anna's"], ["i'm", "I'm"],
    ['McDonald', 'McDonald'], ['MacGregor', 'MacGregor'], ['DeVito', 'DeVito'], ['MCDONALD', 'Mcdonald'], ['mcdonald', 'Mcdonald'],
    ['РОСТОВ-НА-ДОНУ', 'Ростов-на-Дону'], ['ростов-на-дону', 'Ростов-на-Дону'], ['stoke-on-trent', 'Stoke-on-Trent'], ['САНКТ-ПЕТЕРБУРГ', 'Санкт-Петербург'],
    ['2ND street', '2nd Street'], ['1-Й переулок', '1-й Переулок'], ['ул. ЛЕНИНА, д. 5а', 'Ул. Ленина, Д. 5а'], ['елизавета II', 'Елизавета II'], ['ООО «ромашка»', 'Ооо «Ромашка»'], ['', ''], ['42', '42'],
  ])('of %j is %j', (text, wanted) => {
    expect(titleCase(text)).toBe(wanted);
  });

  it('done twice is done once, and changes nothing but the case', () => {
    const part = fc.constantFrom('де', 'ла', 'ван', 'Ли', 'КРУЗ', 'anna', 'MARIA', "o'neil", 'McDonald', 'на', 'оглы', 'II', '5', '1-й', 'фон', 'x', ' ', '-', ' ', ', ', "'");
    fc.assert(fc.property(fc.oneof(fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')), fc.stringMatching(/^[A-Za-zА-яёЁ'’ 0-9-]{0,30}$/u)), (text) => {
      const once = titleCase(text);
      expect(once.toLowerCase()).toBe(text.toLowerCase());
      expect(titleCase(once)).toBe(once);
    }), { seed: 20_261_128, numRuns: 2_000 });
  });
});
