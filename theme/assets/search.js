/* 站内搜索。The engine: pufaSearch(root).query(text, options) → Promise of {results, topics, corrected, more}.
   root: the way from this page to the site's root. It loads meta.js, the files of the question's characters and the
   records that it shows, and nothing else. How the files are written: pufa/search/. */
(function (global) {
  "use strict";
  var STOPPERS = 46, CONTINUERS = 22, LEVELS = 7, RECORDS = 4, KEPT = 300;
  var MOST_PAIRS = 10, MOST_MATTERS = 12, MOST_SHARDS = 9, SHOWN = 5, SENTENCE = 7;
  var sqrt = Math.sqrt; // by another name: of Math.sqrt() the minifier makes **, which ES2015 does not know
  var WORDS = 3, SINGLE = 1.3, SURE = 4; // found by cross-validation of the sayings
  var FULL = 0xFEE0;
  var SYLLABLE = /(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)(?:(?![a-z])|(?=[bpmfdtnlgkhjqxrzcsyw]))/g;
  var CITATION = /第?([0-9]+|[〇零一二三四五六七八九十百千两]+)条(?:之([0-9]+|[一二三四五六七八九十]+))?|([法典例定释办》])第?([0-9]+)条?(?:[-－之]([0-9]+|[一二三四五六七八九十]+))?/;
  var waiting = {};

  global.pufaFound = function (name, value) { waiting[name](value); };

  function loadScript(url, name) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      waiting[name] = resolve;
      script.src = url;
      script.onload = function () { script.remove(); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  function loadText(url, name) {
    return fetch(url, name === "meta" ? { cache: "no-cache" } : {}).then(function (answer) {
      if (!answer.ok) { throw new Error(url); }
      return answer.text();
    }).then(function (text) { return JSON.parse(text.slice(text.indexOf(",") + 1, -1)); });
  }

  /* Letters and digits small and full-width, everything that separates a space: as pufa/search/terms.py does it. */
  function fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[0-9a-z]/g, function (c) {
      return String.fromCharCode(c.charCodeAt(0) + FULL);
    }).replace(/[^\u3400-\u4dbf\u4e00-\u9fff\u3007\uff10-\uff19\uff41-\uff5a]+/g, " ");
  }

  function blur(syllable) {
    return syllable.replace(/^([zcs])h/, "$1").replace("ing", "in").replace("eng", "en");
  }

  function hash(key) {
    var total = 0;
    for (var i = 0; i < key.length; i++) { total = (total * 31 + key.charCodeAt(i)) & 0xFFFF; }
    return total;
  }

  function readNumeral(text) {
    if (/^[0-9]+$/.test(text)) { return +text; }
    var total = 0, digit = 0;
    for (var i = 0; i < text.length; i++) {
      var value = "零一二三四五六七八九".indexOf(text[i].replace("〇", "零").replace("两", "二"));
      var unit = { "十": 10, "百": 100, "千": 1000 }[text[i]];
      if (unit) { total += (digit || 1) * unit; digit = 0; } else { digit = value; }
    }
    return total + digit;
  }

  /* Numbers in the dense code, one after another. */
  function readNumbers(text) {
    var found = [], high = 0;
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      var digit = code - 58 - (code > 92 ? 1 : 0);
      if (digit >= STOPPERS) { high = high * CONTINUERS + digit - STOPPERS + 1; } else {
        found.push(high * STOPPERS + digit);
        high = 0;
      }
    }
    return found;
  }

  /* A posting list: tell(item, level) for each. Returns how many. */
  function readList(text, tell) {
    var count = 0;
    text.replace(/([1-7])([^1-7]+)/g, function (group, level, gaps) {
      var item = -1;
      readNumbers(gaps).forEach(function (gap) {
        item += gap + 1;
        count += 1;
        if (tell) { tell(item, +level / LEVELS); }
      });
    });
    return count;
  }

  function pairsOf(text) {
    var found = [];
    text.split(" ").forEach(function (run) {
      for (var i = 0; i + 1 < run.length; i++) {
        if (found.indexOf(run.substr(i, 2)) < 0) { found.push(run.substr(i, 2)); }
      }
    });
    return found;
  }

  function singlesOf(text) {
    return text.replace(/ /g, "").split("").filter(function (c, i, all) { return all.indexOf(c) === i; });
  }

  function isWithin(part, whole) {
    var at = 0;
    for (var i = 0; i < part.length; i++) {
      at = whole.indexOf(part[i], at) + 1;
      if (!at) { return false; }
    }
    return true;
  }

  function pufaSearch(root, load) {
    var kept = {}, order = [], meta, ready, splits, citing, same, questions, around;
    load = load || function (path, name) {
      return (global.location.protocol === "file:" ? loadScript : loadText)(root + path, name);
    };

    function start() {
      ready = ready || load("search/meta.js", "meta").then(function (found) {
        meta = found;
        splits = {};
        meta.splits.replace(/([^!-~])([!-~]+)/g, function (all, c, number) { splits[c] = readNumbers(number)[0]; });
        var numbers = readNumbers(meta.citing), page = 0;
        citing = {};
        for (var at = 0; at < numbers.length; at += numbers[at + 1] + 2) {
          page += numbers[at];
          citing[page] = numbers.slice(at + 2, at + 2 + numbers[at + 1]);
        }
        same = {};
        meta.same.split("|").forEach(function (line) {
          var words = line.split(",").map(fold);
          words.slice(1).forEach(function (word) { same[word] = words[0]; });
        });
        same.all = alternatives(Object.keys(same));
        questions = alternatives(meta.questions.split("|").map(fold));
        around = alternatives((meta.questions + "|" + meta.fillers).split("|").map(fold));
      });
      ready.catch(function () { ready = null; });
      return ready;
    }

    function alternatives(words) {
      words.sort(function (a, b) { return b.length - a.length; });
      return new RegExp(words.join("|"), "g");
    }

    /* A file, from memory if it was used lately. The version has caches fetch it again after each build. */
    function get(name) {
      if (!kept[name]) {
        order.push(name);
        if (order.length > KEPT) { delete kept[order.shift()]; }
        kept[name] = load(meta.folder + "/" + name + ".js?" + meta.version, name);
        kept[name].catch(function () { delete kept[name]; });
      }
      return kept[name];
    }

    function shardOf(first, second) {
      var code = first.charCodeAt(0);
      if (!splits[first]) { return "r" + code % meta.shared; }
      return code.toString(16) + "-" + (second ? second.charCodeAt(0) % splits[first] : 0);
    }

    /* The files of pairs and single characters; a single character needs any part of its own. Of a long question the
       files of the rarest characters, which say most. Returns (first, second) → what stands there. */
    function fetchShards(pairs, singles) {
      var names = {}, have = {}, shards = {};
      function want(first, second) {
        have[first] = shardOf(first, second);
        names[have[first]] = splits[first] || 0;
      }
      pairs.forEach(function (pair) { want(pair[0], pair[1]); });
      singles.forEach(function (c) { if (!have[c]) { want(c); } });
      var list = Object.keys(names).sort(function (a, b) { return names[a] - names[b]; }).slice(0, MOST_SHARDS);
      return getAll(list).then(function (texts) {
        list.forEach(function (name, i) { shards[name] = texts[i]; });
        return function (first, second) {
          var shard = shards[second ? shardOf(first, second) : have[first]];
          return shard && sectionOf(shard, first);
        };
      });
    }

    /* Without signal a file may be missing: what is there answers; nothing at all is an error. */
    function getAll(list) {
      var lost = 0;
      return Promise.all(list.map(function (name) {
        return get(name).catch(function (error) { if (++lost === list.length) { throw error; } return ""; });
      }));
    }

    function sectionOf(shard, character) {
      var start = shard.indexOf("#" + character);
      if (start < 0) { return ""; }
      var end = shard.indexOf("#", start + 1);
      return shard.slice(start + 2, end < 0 ? shard.length : end);
    }

    function entryOf(section, second) {
      var start = second ? section.indexOf(second) : section.indexOf(",");
      var lists = (start < 0 ? "" : /^[ -~]*/.exec(section.slice(start + 1))[0]).split("!");
      return { pages: lists[0], matters: lists[1] || "" };
    }

    function simplify(text) {
      return text.replace(same.all, function (word) { return same[word]; }).replace(around, " ").trim();
    }

    /* Which matters a question is about: a number for each, comparable between questions. */
    function matchMatters(text, sections) {
      var scores = {}, length = 0, total = meta.matters;
      singlesOf(text).map(function (c) { return [c]; }).concat(pairsOf(text)).forEach(function (feature) {
        var list = entryOf(sections(feature[0], feature[1]) || "", feature[1]).matters;
        var rarity = Math.log(1 + total / (readList(list) || 1));
        rarity *= sqrt(sqrt(rarity)); // to the power of 1.25
        if (!feature[1]) { rarity *= SINGLE; }
        length += rarity;
        readList(list, function (matter, level) { scores[matter] = (scores[matter] || 0) + rarity * level; });
      });
      return Object.keys(scores).map(function (page) {
        return { page: +page, score: scores[page] / sqrt(length) };
      }).sort(function (a, b) { return b.score - a.score || a.page - b.page; }).slice(0, MOST_MATTERS);
    }

    /* How well each page fits the words themselves: 1 is every pair at its strongest. A page whose pairs cover every
       character counts once more: it has the phrase, or all of several words written as one. What was not loaded does
       not count. */
    function matchPages(pairs, singles, sections, scores) {
      var whole = 0, all = "", covered = {};
      (pairs.length ? pairs : singles).forEach(function (feature) {
        var section = sections(feature[0], feature[1]);
        if (section === undefined) { return; }
        var list = entryOf(section, feature[1]).pages, many = readList(list);
        var rarity = Math.log(1 + meta.pages / (many || 1));
        whole += rarity;
        all += feature;
        readList(list, function (page, level) {
          scores[page] = (scores[page] || 0) + rarity * (0.5 + level / 2);
          covered[page] = (covered[page] || "") + feature;
        });
      });
      all = singlesOf(all);
      Object.keys(scores).forEach(function (page) {
        var has = covered[page];
        scores[page] = scores[page] / whole + (all.every(function (c) { return has.indexOf(c) >= 0; }) ? 1 : 0);
      });
    }

    function rank(text, cited, only) {
      var plain = simplify(text);
      var pairs = choosePairs(text), singles = singlesOf(plain || text);
      return fetchShards(pairs.concat(pairsOf(plain)), singles).then(function (sections) {
        var scores = {}, found = {};
        matchPages(pairs, singlesOf(text), sections, scores);
        Object.keys(scores).forEach(function (page) { found[page] = WORDS * scores[page] * scores[page]; });
        var matters = matchMatters(plain || text, sections), best = {};
        matters.forEach(function (match) {
          [match.page].concat(citing[match.page] || []).forEach(function (page) {
            best[page] = Math.max(best[page] || 0, match.score);
          });
        });
        Object.keys(best).forEach(function (page) { found[page] = (found[page] || 0) + best[page]; });
        cited.forEach(function (page, i) { found[page] = (found[page] || 0) + 100 - i; });
        var pages = Object.keys(found).map(Number).filter(function (page) { return !only || only[page]; });
        pages.sort(function (a, b) { return found[b] - found[a] || a - b; });
        return { asked: text, pages: pages, best: found[pages[0]] || 0, matters: matters, sections: sections, found: found,
          pairs: pairs, words: pairs.length ? pairs : singlesOf(text) };
      });
    }

    /* At most ten pairs. A long question is a sentence: its small words say nothing; a short one may be cut from a text. */
    function choosePairs(text) {
      var plain = pairsOf(text.replace(text.length > SENTENCE ? around : questions, " "));
      return (plain.length ? plain : pairsOf(text)).slice(0, MOST_PAIRS);
    }

    /* The pages of an article that the question names: {pages, rest: the question without it}. */
    function findCited(text) {
      var folded = text.normalize("NFKC").replace(/ *([0-9]+) */g, "$1"), match = CITATION.exec(folded);
      if (!match) { return Promise.resolve({ pages: [], rest: text }); }
      var number = readNumeral(match[1] || match[4]), sub = match[2] || match[5];
      var before = (folded.slice(0, match.index) + (match[3] || "")).replace(/[《》\s]+$/, "").replace("的", "");
      var name = /[\u4e00-\u9fff]*$/.exec(before)[0];
      return Promise.all([get("laws"), get("n" + number % meta.numbers)]).then(function (found) {
        var law = findLaw(name, found[0]);
        var pages = (found[1][number + (sub ? "-" + readNumeral(sub) : "")] || "");
        var numbers = readNumbers(pages), at = 0, own = [];
        for (var i = 0; i < numbers.length; i += 2) {
          at += numbers[i];
          if (!law || at === law.index) { own.push(numbers[i + 1]); }
        }
        if (!own.length) { return { pages: [], rest: text }; }
        var rest = before.slice(0, before.length - (law ? law.length : 0)) + folded.slice(match.index + match[0].length);
        return { pages: own, rest: rest.replace(/《|》|第?[0-9一二三四五六七八九十]+[款项]/g, " ") };
      });
    }

    /* The law whose name ends a piece of text, or else one of which that is short for. */
    function findLaw(text, laws) {
      var best = null;
      for (var start = 0; start + 1 < text.length && !best; start++) {
        var words = text.slice(start).replace(/^中华人民共和国/, "");
        laws.forEach(function (names, index) {
          if (names.split(",").indexOf(words) >= 0) { best = { index: index, length: text.length - start }; }
        });
      }
      for (start = 0; start + 2 < text.length && !best; start++) {
        words = text.slice(start);
        laws.forEach(function (names, index) {
          var official = names.split(",")[0];
          if (official.slice(-1) === words.slice(-1) && isWithin(words, official)
            && (!best || official.length < best.size)) {
            best = { index: index, length: words.length, size: official.length };
          }
        });
      }
      return best;
    }

    /* qianzhai → 欠债: the words of that sound which the site uses most. */
    function readPinyin(text) {
      var runs = text.toLowerCase().match(/[a-zü][a-zü' ]*[a-zü]/g) || [];
      return Promise.all(runs.map(function (run) {
        var syllables = run.replace(/ü/g, "v").match(SYLLABLE) || [];
        if (syllables.join("") !== run.replace(/ü/g, "v").replace(/[' ]/g, "") || syllables.length < 2) { return run; }
        return wordsOf(syllables.map(blur));
      })).then(function (words) {
        runs.forEach(function (run, i) { text = text.toLowerCase().replace(run, words[i] || run); });
        return text;
      });
    }

    function candidates(sounds) {
      var key = sounds.join("");
      return get("p" + hash(key) % meta.sounds).then(function (shard) {
        var at = shard.indexOf("#" + key + ",");
        return at < 0 ? [] : /^[^#]*/.exec(shard.slice(at + key.length + 2))[0].match(/../g) || [];
      });
    }

    /* Syllables → the most likely characters, neighbouring pairs agreeing where they can. */
    function wordsOf(syllables) {
      return Promise.all(syllables.slice(1).map(function (s, i) { return candidates([syllables[i], s]); })).then(function (pairs) {
        var rows = [{ text: "", score: 0 }];
        pairs.forEach(function (words) {
          var next = [];
          rows.forEach(function (row) {
            words.forEach(function (word, i) {
              var joins = row.text.slice(-1) === word[0];
              next.push({ text: row.text + (joins ? word[1] : " " + word), score: row.score + (joins ? 2 : 0) + 1 / (1 + i) });
            });
            if (!words.length) { next.push(row); }
          });
          rows = next.sort(function (a, b) { return b.score - a.score; }).slice(0, 12);
        });
        return rows.slice(0, 2).map(function (row) { return row.text; }).join(" ");
      });
    }

    /* Traditional characters → simplified; a pair that nobody uses → the pair of the same sound that people use. */
    function correct(text, ranked) {
      var plain = text.replace(/[^ ]/g, function (c) {
        var alias = /^>(.)/.exec(ranked.sections(c) || "");
        return alias ? alias[1] : c;
      });
      if (plain !== text) { return Promise.resolve(plain); }
      if (ranked.matters.length && ranked.matters[0].score > SURE) { return Promise.resolve(text); }
      var odd = ranked.pairs.filter(function (pair) {
        var entry = entryOf(ranked.sections(pair[0], pair[1]) || "", pair[1]);
        return !entry.pages && !entry.matters;
      }).slice(0, 3);
      return Promise.all(odd.map(function (pair) {
        var sounds = [pair[0], pair[1]].map(function (c, i) {
          return ((i ? ranked.sections(c) : ranked.sections(c, pair[1])) || "").split(",")[0];
        });
        return sounds[0] && sounds[1] ? candidates(sounds) : [];
      })).then(function (words) {
        odd.forEach(function (pair, i) { if (words[i][0]) { text = text.replace(pair, words[i][0]); } });
        return text;
      });
    }

    function readFilters(options) {
      if (!options.topic && !options.village) { return Promise.resolve(null); }
      return get("filters").then(function (lists) {
        var only = null;
        ["topic", "village"].forEach(function (kind) {
          if (!options[kind]) { return; }
          var allowed = {}, at = 0;
          readNumbers(lists[kind][options[kind]] || "").forEach(function (gap) {
            at += gap;
            if (!only || only[at]) { allowed[at] = 1; }
          });
          only = allowed;
        });
        return only;
      });
    }

    function show(ranked, from, count) {
      var pages = ranked.pages.slice(from, from + count);
      return getAll(pages.map(function (page) { return "d" + Math.floor(page / RECORDS); })).then(function (files) {
        pages = pages.filter(function (page, i) { return files[i]; });
        return files.filter(Boolean).map(function (file, i) {
          var r = file[pages[i] % RECORDS];
          return { address: r[0], title: r[1], kind: r[2], topic: r[3], village: r[4], date: r[5], note: r[6],
            heading: r[7], snippet: r[8], cites: r[9], score: ranked.found[pages[i]] };
        });
      });
    }

    /* options: from, count, topic, village. */
    function query(text, options) {
      options = options || {};
      return start().then(function () {
        return Promise.all([readPinyin(text).then(findCited), readFilters(options)]);
      }).then(function (known) {
        var cited = known[0].pages, asked = fold(known[0].rest).trim(), only = known[1];
        return rank(asked, cited, only).then(function (ranked) {
          return (cited.length ? Promise.resolve(asked) : correct(asked, ranked)).then(function (better) {
            if (better === asked) { return ranked; }
            return rank(better, cited, only).then(function (again) { return again.best > ranked.best ? again : ranked; });
          });
        });
      }).then(function (ranked) {
        var from = options.from || 0, count = options.count || SHOWN;
        return show(ranked, from, count).then(function (results) {
          return { results: results, words: ranked.words, asked: ranked.asked, more: ranked.pages.length > from + count };
        });
      });
    }

    return { query: query, start: start };
  }

  global.pufaSearch = pufaSearch;
})(typeof window === "undefined" ? globalThis : window);
