// Names for the linker's symbol check only: Binaryen's asyncify pass turns calls of these imports
// into instructions (core/host/context/context_web.cpp), so nothing here is ever called.
mergeInto(LibraryManager.library, {
  start_unwind: function () {},
  stop_unwind: function () {},
  start_rewind: function () {},
  stop_rewind: function () {},
});
