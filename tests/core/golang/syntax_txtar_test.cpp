// Several files in one text.
#include "golang/syntax/txtar.h"

#include <gtest/gtest.h>

namespace gopark::syntax {
namespace {

TEST(Txtar, splitsAtItsMarkers) {
  Txtar archive = parseTxtar("hello\n-- a.go --\npackage a\n-- b/c.go --\nx\n\ny");
  EXPECT_EQ(archive.comment, "hello\n");
  ASSERT_EQ(archive.files.size(), 2u);
  EXPECT_EQ(archive.files[0].name, "a.go");
  EXPECT_EQ(archive.files[0].text, "package a\n");
  EXPECT_EQ(archive.files[0].line, 3);
  EXPECT_EQ(archive.files[1].name, "b/c.go");
  EXPECT_EQ(archive.files[1].text, "x\n\ny\n");
  EXPECT_EQ(archive.files[1].line, 5);
}

TEST(Txtar, ignoresWhatOnlyResemblesAMarker) {
  EXPECT_TRUE(parseTxtar("--a.go --\n-- --\n-- a.go--\n --- a.go --\n").files.empty());
  EXPECT_EQ(parseTxtar("--   spaced.go   --\r\n").files[0].name, "spaced.go");
}

TEST(Txtar, programFilesKeepsASinglePlainFileAsItIs) {
  auto files = programFiles("package main", "prog.go");
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].name, "prog.go");
  EXPECT_EQ(files[0].text, "package main");
}

TEST(Txtar, programFilesPutsLeadingTextIntoTheDefaultFile) {
  auto files = programFiles("package main\n-- go.mod --\nmodule m\n", "prog.go");
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].name, "prog.go");
  EXPECT_EQ(files[0].text, "package main\n");
  EXPECT_EQ(files[1].name, "go.mod");
  EXPECT_EQ(programFiles("\n-- a.go --\nx\n", "prog.go").size(), 1u);
}

}  // namespace
}  // namespace gopark::syntax
