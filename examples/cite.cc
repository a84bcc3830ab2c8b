// Pilcrow from C++17: handles in unique_ptr, failures as exceptions. Prints the
// paragraph that answers best, between its neighbours, and how to cite it.
//
//     cite INDEX WORDS...
#include <pilcrow.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace
{

struct closer {
    void operator()(pilcrow_index *index) const
    {
        pilcrow_close(index);
    }
    void operator()(pilcrow_hits *hits) const
    {
        pilcrow_hits_free(hits);
    }
    void operator()(pilcrow_view *view) const
    {
        pilcrow_view_free(view);
    }
};

template <typename T>
using handle = std::unique_ptr<T, closer>;

// Call what fills `*out` and tells failures in a pilcrow_error.
template <typename T, typename Call>
handle<T> make(Call call)
{
    T *out = nullptr;
    pilcrow_error err{};
    const pilcrow_status status = call(&out, &err);
    handle<T> made(out);
    if (status != PILCROW_OK)
        throw std::runtime_error(err.message);
    return made;
}

void cite(const std::string &folder, const std::string &query)
{
    const auto index =
        make<pilcrow_index>([&](pilcrow_index **out, pilcrow_error *err) {
            return pilcrow_open(out, folder.c_str(), err);
        });
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.limit = 1;
    const auto hits =
        make<pilcrow_hits>([&](pilcrow_hits **out, pilcrow_error *err) {
            return pilcrow_search(out, index.get(), query.data(), query.size(),
                                  &options, err);
        });
    const pilcrow_hit *best = pilcrow_hits_get(hits.get(), 0);
    if (best == nullptr)
        throw std::runtime_error("nothing was found");
    const auto view =
        make<pilcrow_view>([&](pilcrow_view **out, pilcrow_error *err) {
            return pilcrow_show(out, index.get(), best->paragraph.id, 1, err);
        });
    for (size_t i = 0; i < pilcrow_view_count(view.get()); i++) {
        const pilcrow_paragraph *p = pilcrow_view_get(view.get(), i);
        const bool focus = i == pilcrow_view_focus(view.get());
        std::cout << (focus ? "> " : "  ") << std::string(p->text, p->text_len)
                  << '\n';
    }
    std::cout << best->paragraph.path << ", lines " << best->paragraph.line
              << "-" << best->paragraph.end_line << ", ¶ " << best->paragraph.id
              << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    std::string query;
    for (int i = 2; i < argc; i++)
        query += std::string(argv[i]) + " ";
    try {
        cite(argc > 1 ? argv[1] : ".pilcrow", query);
        return 0;
    } catch (const std::exception &error) {
        std::cerr << "cite: " << error.what() << '\n';
        return 1;
    }
}
