/**
 * Words that common passwords are made of: the usual ones of published lists of leaked passwords, and those that
 * everybody would try first here (NIST SP 800-63B section 5.1.1.2 asks for both).
 */
const COMMON = `
  password passwort passwd passw pass pwd secret secrets geheim hidden private login logon signin welcome willkommen
  hello hallo hey letmein openup open access accesso enter entrance trustno trustnoone changeme change changeit default
  standard temp temporary test tester testing guest user username admin administrator root superuser sysadmin system
  service support helpdesk manager master mastermind master boss chief server client computer internet network netzwerk
  router switch firewall gateway security secure safe safety tunnel tunnels watch vpn ipsec monitor monitoring operator
  operators operations viewer wall noc soc clavister company office work home house
  love loves iloveyou ilovegod ilove loveme lovely lover sweetheart sweet honey baby babygirl babyboy angel angels
  princess prince king queen princesa prinzessin schatz amor teamo tequiero mylove forever
  sunshine sonnenschein shadow moonlight moon star stars starlight sun summer sommer winter autumn fall spring
  january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday
  monkey dragon tiger lion bear wolf eagle falcon hawk phoenix dolphin butterfly flower flowers rose bunny kitty kitten
  cat dog puppy doggy horse pony chicken turtle spider snake
  football fussball soccer baseball basketball hockey tennis golf golfer racing sports liverpool chelsea arsenal barcelona
  juventus realmadrid manchester united yankees cowboys steelers lakers rangers
  superman batman spiderman ironman wolverine pokemon pikachu naruto goku mario zelda starwars skywalker jedi matrix
  hogwarts harry potter gandalf frodo merlin hunter killer ninja samurai warrior soldier ranger pirate
  mustang ferrari porsche mercedes corvette harley yamaha honda toyota camaro
  michael jordan jennifer jessica ashley amanda nicole daniel andrew joshua matthew thomas robert charlie george william
  jackson michelle maggie buster ginger pepper cookie cheese banana orange apple cherry peanut chocolate coffee whiskey
  money dollar cash freedom liberty america canada london paris berlin germany england france italia mexico brasil
  blink linkinpark metallica nirvana slipknot eminem beatles guitar music rockstar rock metal
  abc abcd qwerty qwertz azerty asdf asdfgh zxcv zxcvbn qaz wsx edc rfv tgb
  fuck fuckyou fucku fuckoff asshole bitch shit pussy sexy sex hot hottie cool awesome whatever nothing nobody something
  first last one two three four five six seven eight nine ten hundred thousand million
  google facebook twitter youtube yahoo hotmail gmail microsoft windows linux ubuntu apple iphone samsung android oracle
  mysql cisco juniper fortinet
  i my me you`
  .trim()
  .split(/\s+/);

/** Rows of keyboards, and the alphabet and digits; each is also read backwards. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl']
  .concat('zxcvbnm', 'yxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', '!"$%&/()=', '!@#$%^&*()')
  .flatMap((run) => [run, Array.from(run).toReversed().join('')]);

/** The shortest piece of a row that counts as a run. */
const MIN_RUN = 3;

/** How letters are commonly replaced: `p4$$w0rd`. */
const REPLACED: ReadonlyMap<string, string> = new Map(
  Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i', '|': 'l' }),
);

/**
 * True for passwords that are among the first to be tried: made only of common words, runs, digits and punctuation, the
 * user's name or that of this product; or of a short piece that is repeated.
 */
export function isCommonPassword(password: string, userName: string): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  if (isRepeated(lower)) return true;
  const words = [...COMMON, 'tunnelwatch', ...userName.toLowerCase().split(/[._@+-]/)].filter((word) => word !== '');
  return isMadeOf(lower, words);
}

/** With the letters that its digits and signs stand for. */
function plain(lower: string): string {
  return Array.from(lower, (letter) => REPLACED.get(letter) ?? letter).join('');
}

/** True for three or more repetitions of the same piece, such as `abcxabcxabcx`. */
function isRepeated(text: string): boolean {
  for (let length = 1; length * 3 <= text.length; length++) {
    if (text.slice(length) === text.slice(0, -length)) return true;
  }
  return false;
}

/** True when a text can be cut into nothing but words, runs, digits and signs; a word may be written with signs. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  const letters = plain(text);
  const reached = new Set([0]);
  for (let at = 0; at < text.length; at++) {
    if (!reached.has(at)) continue;
    if (!/^\p{L}/u.test(text.slice(at, at + 2))) reached.add(at + 1);
    for (const word of words) {
      if (text.startsWith(word, at) || letters.startsWith(word, at)) reached.add(at + word.length);
    }
    for (let end = at + MIN_RUN; end <= text.length && isRun(text.slice(at, end)); end++) reached.add(end);
  }
  return reached.has(text.length);
}

function isRun(piece: string): boolean {
  return RUNS.some((run) => run.includes(piece)) || new Set(piece).size === 1;
}
