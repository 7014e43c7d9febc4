// Themes and topics: what a place asks its families to record (主题) or to show (话题) in a period.

import { call } from "./api.js";
import { choice } from "./choosing.js";
import { make, show, tell } from "./elements.js";
import { pages } from "./pages.js";
import { placesOf } from "./places.js";
import { safely } from "./safely.js";
import { themeTopic } from "./theme-topic.js";
import { themeTopicForm } from "./theme-topic-form.js";

const THEME = {
  name: "主题",
  how: "请家里记一件事，记下的收进孩子的档案。市里的给每个家庭，区和镇街的给户号在那里的家庭。",
  listed: "themes",
  path: "/tasks",
  most: { title: 40, words: 500 },
  examples: { title: "一张全家福", words: "找出家里最早的一张全家福，写下照片里的人。" },
  changes: ["title", "words", "until"],
  note: "换了题目或者说明，要再检查一遍，没问题了家里才看得到。",
  joined: (one) => `${one.answered} 个孩子参加了`,
  end: "收回",
  warning: "收回了就不能再发出去，家里不再看到它。已经记下的都还在孩子的档案里。",
  closed: "收回了",
};
const TOPIC = {
  name: "话题",
  how: "请大家晒一样东西，晒出来的聚在话题下面。市里的每个家庭都能参加，区和镇街的，户号在那里的家庭能参加。",
  listed: "topics",
  path: "/topics",
  most: { title: 20, words: 300 },
  examples: { title: "6·9 国际档案日", words: "晒一件家里的老物件，说说它的来历。" },
  changes: ["words", "until"],
  note: "题目不能改，大家晒的都在它下面。换了说明，要再检查一遍，没问题了大家才看得到。",
  joined: () => "",
  end: "结束",
  warning: "结束了就不能再晒进来，也不能再打开。已经晒的都还在。",
  closed: "提前结束了",
};

/** The tasks at a place of the page; each returns what ends it. */
export const themes = (place, offices) => listed(place, offices, THEME);
export const topics = (place, offices) => listed(place, offices, TOPIC);

function listed(place, offices, kind) {
  const narrowed = make("div", { class: "choices" });
  const summary = make("summary");
  const opening = make("details", { class: "filled", hidden: true });
  const list = pages((one) => themeTopic(kind, one), `这里还没有发过${kind.name}。`);
  const head = [make("h2", {}, kind.name), make("p", { class: "soft" }, kind.how)];
  show(place, ...head, narrowed, opening, ...list.parts);
  safely(async () => {
    const found = await placesOf(offices);
    const names = new Map(found.map((one) => [one.id, one.name]));
    const narrow = async () => {
      summary.textContent = `在${names.get(region.value())}发一个新${kind.name}`;
      await list.draw(path());
    };
    const region = choice("地方", [...names], "", () => safely(narrow));
    const path = () => `/regions/${region.value()}/${kind.listed}`;
    const publish = async (said) => {
      await call("POST", path(), said);
      renew();
      await safely(narrow);
      summary.focus();
      tell("发了，正在检查文字");
    };
    const renew = () => {
      opening.open = false;
      show(opening, summary, themeTopicForm(kind, null, "发布", publish));
    };
    show(narrowed, region.label);
    renew();
    opening.hidden = false;
    await narrow();
  });
  return () => {};
}
