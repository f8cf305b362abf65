# One adapter: its code as a static library adapter_<id>, which its tests may link, and the plugin <FOLDER>/<id>.so made of it and of
# the descriptor that its manifest.yaml says. The code defines
#     std::unique_ptr<hub::contract::Adapter> adapters::<id>::makeAdapter();
# core, contract, kit and codec are linked in; the plugin exports nothing but its descriptor.
# FOLDER and MANIFEST are for tests; what is delivered has neither.
#   onecard_adapter(sample SOURCES sample.cpp LIBS codec_charset)
function(onecard_adapter id)
  cmake_parse_arguments(ARG "" "FOLDER;MANIFEST" "SOURCES;LIBS" ${ARGN})
  set(delivered FALSE)
  if(NOT ARG_FOLDER)
    set(ARG_FOLDER ${ONECARD_ADAPTERS_DIR})
    set(delivered TRUE)
  endif()
  if(NOT ARG_MANIFEST)
    set(ARG_MANIFEST ${CMAKE_CURRENT_SOURCE_DIR}/manifest.yaml)
  endif()
  set(generator ${PROJECT_SOURCE_DIR}/scripts/generate/adapter.py)
  set(descriptor ${GENERATED_DIR}/adapters/${id}_descriptor.cpp)
  file(MAKE_DIRECTORY ${GENERATED_DIR}/adapters)
  add_custom_command(OUTPUT ${descriptor}
    COMMAND ${Python3_EXECUTABLE} ${generator} ${id} ${ARG_MANIFEST} > ${descriptor}
    DEPENDS ${ARG_MANIFEST} ${generator} VERBATIM)

  onecard_library(adapter_${id} SOURCES ${ARG_SOURCES} PUBLIC adapters_kit PRIVATE ${ARG_LIBS})

  set(exports ${PROJECT_SOURCE_DIR}/adapters/kit/exports.map)
  add_library(plugin_${id} MODULE ${descriptor})
  target_link_libraries(plugin_${id} PRIVATE adapter_${id})
  target_link_options(plugin_${id} PRIVATE -Wl,--version-script=${exports} -Wl,--no-undefined)
  set_target_properties(plugin_${id} PROPERTIES PREFIX "" OUTPUT_NAME ${id} LIBRARY_OUTPUT_DIRECTORY ${ARG_FOLDER}
    LINK_DEPENDS ${exports})
  if(delivered)
    add_dependencies(onecard plugin_${id}) # whoever builds the program gets its adapters
  endif()

  add_test(NAME plugin_${id} COMMAND ${Python3_EXECUTABLE} scripts/check/plugin.py $<TARGET_FILE:plugin_${id}> WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(plugin_${id} PROPERTIES LABELS check TIMEOUT 60)
endfunction()
