#include "tests/app/configuration_reference.hpp"

#include "server/app/config_options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace geminid::docs {
namespace {

struct Words {
  std::string_view title;
  std::string_view other_language;
  std::string_view introduction;
  std::string_view flags;
  std::string_view about_flags; // takes the largest number of seconds and of MiB
  std::string_view flags_head;
  std::string_view variables;
  std::string_view variables_head;
  std::string_view commands;
  std::string_view about_commands;
  std::string_view commands_head;
};

constexpr std::string_view made_by =
    "<!-- Made by tests/app/configuration_reference.cpp of what `geminid --help` is made of; do not edit.\n"
    "     GEMINID_UPDATE_GOLDEN=1 ctest --preset release -R ConfigurationReference writes it anew. -->\n";

constexpr Words english_words{
    "Configuration",
    "[简体中文](CONFIGURATION.zh-CN.md)",
    "Flags win over the environment, which wins over the defaults; an empty variable is as if it were unset. A bad "
    "value\n"
    "ends the start with one line on stderr and exit code 2. Secrets are taken from the environment only. What can be\n"
    "changed while geminid runs (strategy, attempts, thinking, logs and more) is in the dashboard, under Settings.\n",
    "Flags",
    "Times are whole seconds, 1 to {}; `--body-mib-max` is 1 to {}. A flag without a value is switched on by `true` in "
    "the\n"
    "environment.\n",
    "| Flag | Environment | Default | Meaning |\n| --- | --- | --- | --- |\n",
    "Environment only",
    "| Variable | Meaning |\n| --- | --- |\n",
    "Commands",
    "Without a command geminid serves. Flags and environment hold for commands, too. Exit code 0: done, 1: failed, 2: "
    "wrong\n"
    "input.\n",
    "| Command | Meaning |\n| --- | --- |\n"};

constexpr Words chinese_words{
    "配置",
    "[English](CONFIGURATION.md)",
    "命令行参数优先于环境变量，环境变量优先于默认值；空的环境变量等同于未设置。值有误时，启动以一行 stderr "
    "信息和退出码 2 结束。\n"
    "机密只从环境变量读取。运行中可以修改的设置（调度策略、尝试次数、思考、日志等）在管理面板的“设置”页。\n",
    "参数",
    "时间均为整数秒，1 至 {}；`--body-mib-max` 为 1 至 {}。不带值的参数在环境变量中以 `true` 打开。\n",
    "| 参数 | 环境变量 | 默认值 | 含义 |\n| --- | --- | --- | --- |\n",
    "仅环境变量",
    "| 变量 | 含义 |\n| --- | --- |\n",
    "命令",
    "不带命令时，geminid 提供服务。参数和环境变量对命令同样有效。退出码 0：完成，1：失败，2：输入有误。\n",
    "| 命令 | 含义 |\n| --- | --- |\n"};

std::string plain(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|' || c == '*')
      escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string code(std::string_view text) {
  return text.empty() ? "" : fmt::format("`{}`", text);
}

// A default that explains itself ("30; on Render 25") is no code.
std::string default_of(const Setting& flag) {
  return flag.default_text.find(' ') == std::string::npos && flag.default_text.find("；") == std::string::npos
             ? code(flag.default_text)
             : plain(flag.default_text);
}

std::string reference(const Settings& settings, const Words& words) {
  std::string text =
      fmt::format("# {}\n\n{}\n\n{}\n{}", words.title, words.other_language, made_by, words.introduction);
  text += fmt::format("\n## {}\n\n", words.flags);
  text += fmt::format(fmt::runtime(words.about_flags), app::seconds_max, app::body_mib_limit_max);
  text += fmt::format("\n{}", words.flags_head);
  for (const auto& flag : settings.flags)
    text += fmt::format("| {} | {} | {} | {} |\n", code(flag.usage), code(flag.variable), default_of(flag),
                        plain(flag.meaning));
  text += fmt::format("\n## {}\n\n{}", words.variables, words.variables_head);
  for (const auto& variable : settings.variables)
    text += fmt::format("| {} | {} |\n", code(variable.usage), plain(variable.meaning));
  text += fmt::format("\n## {}\n\n{}\n{}", words.commands, words.about_commands, words.commands_head);
  for (const auto& command : settings.commands)
    text += fmt::format("| {} | {} |\n", code(command.usage), plain(command.meaning));
  return text;
}

void add_flags(const CLI::App& cli, Settings& settings) {
  for (const auto* option : cli.get_options()) {
    if (option == cli.get_help_ptr())
      continue;
    const auto name = option->get_name();
    settings.flags.push_back({name, name, option->get_envname(), option->get_default_str(), option->get_description()});
  }
}

void add_commands(const CLI::App& cli, const std::string& path, Settings& settings) {
  for (const auto* command : cli.get_subcommands([](const CLI::App*) { return true; })) {
    const auto name = path + command->get_name();
    if (!command->get_subcommands([](const CLI::App*) { return true; }).empty()) {
      add_commands(*command, name + " ", settings);
      continue;
    }
    Setting row{name, "geminid " + name, {}, {}, command->get_description()};
    for (const auto* option : command->get_options()) {
      if (option == command->get_help_ptr())
        continue;
      const auto file = option->get_name(true);
      row.usage += option->get_required() ? " " + file : " [" + file + "]";
      row.meaning += "; " + file + ": " + option->get_description();
    }
    settings.commands.push_back(std::move(row));
  }
}

} // namespace

std::vector<std::string> Settings::names() const {
  std::vector<std::string> all;
  for (const auto* rows : {&flags, &variables, &commands})
    for (const auto& row : *rows)
      all.push_back(row.name);
  return all;
}

Settings settings() {
  Settings found;
  app::Config config;
  app::RawConfig raw;
  CLI::App cli;
  app::declare_settings(cli, config, raw);
  add_flags(cli, found);
  for (const auto& variable : app::environment_variables())
    found.variables.push_back(
        {std::string{variable.name}, std::string{variable.name}, {}, {}, std::string{variable.meaning}});
  add_commands(cli, "", found);
  return found;
}

Settings translated(Settings settings, std::span<const Translation> translations) {
  for (auto* rows : {&settings.flags, &settings.variables, &settings.commands})
    for (auto& row : *rows) {
      const auto found = std::find_if(translations.begin(), translations.end(),
                                      [&row](const Translation& each) { return each.name == row.name; });
      if (found == translations.end())
        continue;
      row.meaning = found->meaning;
      if (!found->default_text.empty())
        row.default_text = found->default_text;
    }
  return settings;
}

std::string english_reference() {
  return reference(settings(), english_words);
}

std::string chinese_reference() {
  return reference(translated(settings(), chinese_translations()), chinese_words);
}

} // namespace geminid::docs
